// The whole walk without a network: in a network namespace of its own that has the loopback alone, where
// the system lets one be made.
import { spawnSync } from "node:child_process";

const UP = 'ip link set lo up && exec "$@"';

/** Runs this program again without a network and ends with its exit; goes on where that cannot be. */
export function withoutNetwork() {
  if (process.env.ASSAY_NETWORK !== undefined) {
    return;
  }
  // Who is not root needs a user namespace too.
  const flags = process.getuid() === 0 ? ["-n"] : ["-rn"];
  const tried = spawnSync("unshare", [...flags, "sh", "-c", UP, "sh", "true"], { encoding: "utf8" });
  if (tried.status !== 0) {
    console.log(`  network: not cut (${(tried.stderr || String(tried.error)).trim().split("\n")[0]})`);
    return;
  }
  console.log("  network: cut, only the loopback is there");
  const own = [process.execPath, ...process.argv.slice(1)];
  const env = { ...process.env, ASSAY_NETWORK: "cut" };
  const { status, signal } = spawnSync("unshare", [...flags, "sh", "-c", UP, "sh", ...own], { stdio: "inherit", env });
  process.exit(signal ? 1 : status);
}
