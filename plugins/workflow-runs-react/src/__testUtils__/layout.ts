/** Lets what scrolls show twelve rows, as a browser would; jsdom gives nothing a size. */
export function giveElementsSize(): () => void {
  const sizeOf = (element: HTMLElement) =>
    element.getAttribute('role') === 'region' ? 480 : 40;
  const spies = (['offsetHeight', 'clientHeight'] as const).map(name =>
    jest
      .spyOn(HTMLElement.prototype, name, 'get')
      .mockImplementation(function size(this: HTMLElement) {
        return sizeOf(this);
      }),
  );
  return () => spies.forEach(spy => spy.mockRestore());
}
