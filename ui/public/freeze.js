// Keeps foreign data from changing what every object inherits (prototype pollution): closes
// Object.prototype before any other script runs. A plain freeze would also forbid a library to give
// an object of its own a `constructor` or `toString` by assignment, as the chart library does;
// accessors in place of the values allow that and nothing more.
(() => {
  const root = Object.prototype;
  for (const name of Object.getOwnPropertyNames(root)) {
    const { value, configurable } = Object.getOwnPropertyDescriptor(root, name);
    if (typeof value !== "function" || !configurable) {
      continue;
    }
    Object.defineProperty(root, name, {
      get: () => value,
      set(own) {
        if (this === root) {
          throw new TypeError(`Object.prototype.${name} is closed`);
        }
        Object.defineProperty(this, name, {
          value: own,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
    });
  }
  Object.freeze(root);
})();
