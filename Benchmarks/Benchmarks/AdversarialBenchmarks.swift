import ImagePullCredentials

/// `adversarial/…`: keyrings that an attacker who can write Secrets might create to slow look-ups
/// down.
///
/// None has a match, so only the index takes time. Docs/Performance.md has the bound of each.
enum AdversarialBenchmarks {
  private struct Case: Sendable {
    let name: String
    let image: String
    let keys: @Sendable (Int) -> String
  }

  private static let count = 100_000

  private static let cases = [
    // One host pattern, a hundred thousand paths: all keys in one group.
    Case(name: "one-wildcard-host", image: "a.example.com/none") { "*.example.com/team-\($0)" },
    // Patterns whose literal parts all agree with the image, so that only matching distinguishes
    // them.
    Case(name: "same-literals", image: "xy.example.com/app") { "x*\($0)*y.example.com" },
    // A different arrangement of wildcards for each pattern.
    Case(name: "many-shapes", image: manyLabels) { number in
      (0..<17).map { number >> $0 & 1 == 1 ? "*" : "a" }.joined(separator: ".") + ".b"
    },
    // Labels full of stars.
    Case(name: "many-stars", image: String(repeating: "a", count: 60) + ".example.com/app") {
      String(repeating: "*a", count: 20) + "*b\($0).example.com"
    },
    // Ten prefixes of ten thousand paths under one host, of many lengths.
    Case(name: "path-prefixes", image: "example.com/" + String(repeating: "a", count: 200)) {
      number in
      "example.com/" + String(repeating: "a", count: number % 200) + "b\(number)"
    },
  ]

  private static let manyLabels = (0..<17).map { _ in "a" }.joined(separator: ".") + ".c/app"

  static func run(_ suite: inout Suite) throws {
    for item in cases where suite.wants("adversarial/\(item.name)") {
      let keyring = KeyringFixture.keyring(of: (0..<count).map(item.keys))
      let image = try ImageReference(item.image)
      try require(keyring.count == count, "\(keyring.count) entries, not \(count)")
      try require(keyring.credentials(for: image).isEmpty, "\(item.name) has a match")
      suite.run("adversarial/\(item.name)", operations: 1) {
        keyring.credentials(for: image).isEmpty ? 1 : 2
      }
    }
  }
}
