import { CALL_FAULT_KINDS, type CallFaultKind, type ScriptedFault } from "@celeriac/testing/models";

/** Longer than a lease and the allowance for clocks, so that a pause or a late request always matters. */
const FAULT_MS = 12_000;
/** Pairs are tried among so many calls at the beginning of the scenario. */
const PAIRED_CALLS = 30;

/** Every fault at every call of a scenario that makes so many. */
export function* singleFaults(calls: number): Generator<readonly ScriptedFault[]> {
  for (let call = 0; call < calls; call += 1) {
    for (const kind of CALL_FAULT_KINDS) yield [faultAt(call, kind)];
  }
}

/** Every pair of faults among the first calls; `share` 3 takes every third of them. */
export function* pairsOfFaults(calls: number, share: number): Generator<readonly ScriptedFault[]> {
  const last = Math.min(calls, PAIRED_CALLS);
  let count = 0;
  for (let first = 0; first < last; first += 1) {
    for (let second = first + 1; second < last; second += 1) {
      for (const one of CALL_FAULT_KINDS) {
        for (const other of CALL_FAULT_KINDS) {
          count += 1;
          if (count % share === 0) yield [faultAt(first, one), faultAt(second, other)];
        }
      }
    }
  }
}

function faultAt(call: number, kind: CallFaultKind): ScriptedFault {
  return { call, kind, ms: FAULT_MS };
}
