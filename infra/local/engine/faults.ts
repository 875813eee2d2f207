/** The template asks for something that the engine does not do: it says what and where, and nothing is started. */
export class NotOnOneMachine extends Error {
  override name = 'NotOnOneMachine';
  readonly place: string;
  constructor(place: string, what: string) {
    super(`${place}: ${what}`);
    this.place = place;
  }
}

/** The template contradicts itself: a reference to nothing, a value of the wrong kind. */
export class TemplateFault extends Error {
  override name = 'TemplateFault';
  readonly place: string;
  constructor(place: string, what: string) {
    super(`${place}: ${what}`);
    this.place = place;
  }
}
