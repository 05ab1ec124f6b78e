/**
 * A module that is loaded when it is needed. Where Node reads the sources themselves, it takes what is exported for
 * one default export, as it cannot tell the names before they are compiled.
 */
export async function load<Module extends object>(
  imported: Promise<Module>,
): Promise<Module> {
  const module = await imported;
  const { default: inner } = module as { default?: Module };
  return inner && '__esModule' in inner ? inner : module;
}
