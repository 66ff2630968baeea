export async function chart() {}
