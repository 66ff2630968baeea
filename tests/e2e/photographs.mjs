export async function photographs() {}
