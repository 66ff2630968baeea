// Ends a `switch` over a union, so that a new member is a compile error and not a blank screen.

/** Cannot be reached when every member of the union is handled. */
export function assertNever(value: never): never {
  throw new Error(`Not handled: ${JSON.stringify(value)}`);
}
