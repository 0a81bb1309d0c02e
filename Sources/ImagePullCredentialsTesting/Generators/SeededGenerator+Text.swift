extension SeededGenerator {
  /// `count` of `characters`, drawn one by one.
  mutating func text(of characters: String, count: ClosedRange<Int>) -> String {
    let characters = Array(characters)
    return String((0..<Int.random(in: count, using: &self)).map { _ in pick(characters) })
  }

  /// `text` with one thing changed: a character left out, doubled, replaced or in capitals, or the
  /// text cut short.
  mutating func almost(_ text: String) -> String {
    var characters = Array(text)
    guard !characters.isEmpty else { return " " }
    let place = Int.random(in: 0..<characters.count, using: &self)
    switch Int.random(in: 0..<6, using: &self) {
    case 0: characters.remove(at: place)
    case 1: characters.insert(characters[place], at: place)
    case 2: characters[place] = pick(Array(Self.troublesome))
    case 3: characters.insert(pick(Array(Self.troublesome)), at: place)
    case 4: characters.removeSubrange(place...)
    default: characters[place] = Character(String(characters[place]).uppercased())
    }
    return String(characters)
  }

  private static let troublesome = "/:@._-+*?%[]{}\"\\ \n\t\0é\u{212A}\u{130}"
}
