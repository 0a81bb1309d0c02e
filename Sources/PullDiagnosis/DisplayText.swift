// What a `SafeText` of this module can contain.

import ImagePullCredentials
import KubernetesPulls

extension SafeText.StringInterpolation {
  /// A time.
  mutating func appendInterpolation(_ time: Timestamp) { appendInterpolation(sentence: "\(time)") }

  /// An error of this package.
  mutating func appendInterpolation(_ error: some Error & CustomStringConvertible) {
    appendInterpolation(sentence: error.description)
  }

  /// The role of an image in a Pod.
  mutating func appendInterpolation(_ role: ContainerImage.Role) {
    appendInterpolation(sentence: role.description)
  }

  /// The kind of object that creates a Secret.
  mutating func appendInterpolation(_ kind: SecretMaker.Kind) {
    appendInterpolation(word: kind.rawValue)
  }

  /// A command line.
  mutating func appendInterpolation(_ command: ShellCommand) {
    appendInterpolation(text: command.description, limit: .max)
  }
}

extension Secret {
  /// Such as `Secret payments/ecr`.
  var title: SafeText { "Secret \(word: namespace)/\(word: name)" }
}

extension ServiceAccount {
  /// Such as `ServiceAccount payments/default`.
  var title: SafeText { "ServiceAccount \(word: namespace)/\(word: name)" }
}

/// `items` in a sentence: `a`, `a and b`, `a, b and c`; after the third, the number of the others.
///
/// - Parameters:
///   - items: the items, or the first few of them.
///   - count: the total number, if `items` are not all.
/// - Returns: The list in words.
func listed(_ items: [SafeText], count: Int? = nil) -> SafeText {
  let count = count ?? items.count
  guard count > 3 else {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
  return "\(items.prefix(3).joined(separator: ", ")) and \(count - 3) more"
}

/// `items`, each in quotes, in a sentence.
func listed(quoted items: some Sequence<String>) -> SafeText {
  listed(items.map { "\(quoted: $0)" })
}
