/** The `kind` of an infrastructure link that holds an app's `Resources`: what deploys writes it, and what runs looks for it. */
export const LINK_KIND = "celeriac-resources";
