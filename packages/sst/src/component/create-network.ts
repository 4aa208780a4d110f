import type { Context } from "./context.ts";

/** Where workers run: SST's own form of a VPC that exists. */
export interface Network {
  readonly id: $util.Output<string>;
  readonly securityGroups: $util.Output<string>[];
  readonly containerSubnets: $util.Output<string>[];
  readonly loadBalancerSubnets: $util.Output<string>[];
}

const VPC_CIDR = "10.0.0.0/16";
const SUBNET_CIDRS = ["10.0.0.0/18", "10.0.64.0/18"];

/**
 * A network for workers that costs nothing while none runs: two public subnets in two zones and a way out. Nobody calls a
 * worker, so nothing is let in. SST's own `Vpc` has a private DNS zone, which is paid for by the month.
 */
export function createNetwork(context: Context): Network {
  const { options, names } = context;
  const name = names.shared("Network");
  const vpc = new aws.ec2.Vpc(
    name,
    { cidrBlock: VPC_CIDR, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: name } },
    options,
  );
  const gateway = new aws.ec2.InternetGateway(`${name}Gateway`, { vpcId: vpc.id }, options);
  const routes = new aws.ec2.RouteTable(
    `${name}Routes`,
    { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] },
    options,
  );
  // Not the local zones that an account has asked for: Fargate is not in them.
  const regional = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
  const zones = aws.getAvailabilityZonesOutput(
    { state: "available", filters: regional },
    options,
  ).names;
  const subnets = SUBNET_CIDRS.map((cidrBlock, index) => {
    const subnet = new aws.ec2.Subnet(
      `${name}Subnet${index + 1}`,
      {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZone: zones.apply((available) => available[index % available.length] ?? ""),
        mapPublicIpOnLaunch: true,
      },
      options,
    );
    new aws.ec2.RouteTableAssociation(
      `${name}Subnet${index + 1}Routes`,
      { subnetId: subnet.id, routeTableId: routes.id },
      options,
    );
    return subnet.id;
  });
  for (const service of ["s3", "dynamodb"]) {
    // Gateway endpoints are free, and keep this traffic off the internet.
    new aws.ec2.VpcEndpoint(
      `${name}${service === "s3" ? "S3" : "DynamoDb"}`,
      {
        vpcId: vpc.id,
        serviceName: $util.interpolate`com.amazonaws.${context.region}.${service}`,
        routeTableIds: [routes.id],
      },
      options,
    );
  }
  const group = new aws.ec2.SecurityGroup(
    `${name}SecurityGroup`,
    {
      description: `Workers of ${context.topology.app}: out alone`,
      vpcId: vpc.id,
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    },
    options,
  );
  return {
    id: vpc.id,
    securityGroups: [group.id],
    containerSubnets: subnets,
    loadBalancerSubnets: subnets,
  };
}
