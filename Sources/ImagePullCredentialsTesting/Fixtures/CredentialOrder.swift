public import ImagePullCredentials

/// The credentials for an image, or their order, are not as expected.
public struct UnexpectedCredentials: Error, Sendable, Hashable, CustomStringConvertible {
  /// The image.
  public let image: String
  /// The expected registry keys and usernames, in the order tried.
  public let expected: [Line]
  /// The actual ones.
  public let actual: [Line]

  /// An error, for tests.
  ///
  /// - Parameters:
  ///   - image: The image.
  ///   - expected: The expected credentials, in order.
  ///   - actual: The actual credentials, in order.
  public init(image: String, expected: [Line], actual: [Line]) {
    self.image = image
    self.expected = expected
    self.actual = actual
  }

  /// A credential without its secrets.
  public struct Line: Sendable, Hashable, CustomStringConvertible {
    /// The registry key, as written.
    public let registryKey: String
    /// The username.
    public let username: String

    /// A credential.
    ///
    /// - Parameters:
    ///   - registryKey: The registry key, as written.
    ///   - username: The username.
    public init(registryKey: String, username: String) {
      self.registryKey = registryKey
      self.username = username
    }

    /// Such as `ghcr.io/acme (octocat)`.
    public var description: String { "\(registryKey) (\(username))" }
  }

  /// Both orders, one credential a line. The first line that differs is marked.
  public var description: String {
    let difference = zip(expected, actual).prefix { $0 == $1 }.count
    func list(_ lines: [Line]) -> String {
      lines.isEmpty
        ? "    none\n"
        : lines.enumerated().map { position, line in
          "  \(position == difference ? ">" : " ") \(position + 1). \(line)\n"
        }.joined()
    }
    return "credentials for \(image)\n  expected:\n\(list(expected))  actual:\n\(list(actual))"
  }
}

/// Throws unless the credentials for `image` are exactly `expected`, in this order. Works with every test framework:
/// the error shows both orders as keys and usernames, never a password.
///
/// ```swift
/// try requireCredentials(
///   for: "ghcr.io/acme/app", in: resolution.keyring, ["ghcr.io/acme": "robot", "ghcr.io": "octocat"])
/// ```
///
/// - Parameters:
///   - image: an image, as written.
///   - keyring: a keyring.
///   - expected: registry keys, as written, each with its username, in the order in which the kubelet tries them.
/// - Throws: ``UnexpectedCredentials``, or ``ImagePullCredentials/ImageReference/ParseError`` if `image` is not a
///   reference.
public func requireCredentials(
  for image: String, in keyring: Keyring, _ expected: KeyValuePairs<String, String>
) throws {
  let reference = try ImageReference(image)
  let expected = expected.map { UnexpectedCredentials.Line(registryKey: $0, username: $1) }
  let actual = keyring.credentials(for: reference).map {
    UnexpectedCredentials.Line(registryKey: $0.registryKey, username: $0.username)
  }
  guard expected != actual else { return }
  throw UnexpectedCredentials(image: image, expected: expected, actual: actual)
}

/// A word that tests put into every secret and search for in all output.
package enum SecretMark {
  /// The mark. Any text that contains it is a secret.
  package static let text = "cAnArY"

  /// Whether `output` shows the mark, unchanged or as base64, hexadecimal digits or a list of bytes.
  package static func isShown(in output: String) -> Bool {
    let bytes = Array(output.utf8)
    if spellings.contains(where: { contains($0, in: bytes) }) { return true }
    // A dump writes each byte on its own line.
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard lines.count >= text.utf8.count else { return false }
    let indentation = UInt8(ascii: " ")
    return contains(
      dumped, in: Array(lines.map { $0.drop { $0 == indentation } }.joined(separator: [0x0A])))
  }

  /// Whether `pattern`, which is short, is in `bytes`. A fuzz check searches a hundred texts for each input; the
  /// standard library's search takes two thirds of its time.
  private static func contains(_ pattern: [UInt8], in bytes: [UInt8]) -> Bool {
    guard let first = pattern.first else { return true }
    var rest = bytes[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: pattern) { return true }
      rest.removeFirst()
    }
    return false
  }

  /// `text` in base64.
  package static func base64(_ text: String) -> String {
    GoAuthField.encode(Array(text.utf8), isPadded: true)
  }

  private static let spellings: [[UInt8]] = {
    let bytes = text.utf8.map { "\($0)" }
    return ([text, bytes.joined(separator: ", "), hexadecimal] + inBase64).map { Array($0.utf8) }
  }()

  private static let dumped = Array(
    text.utf8.map { "- \($0)" }.joined(separator: "\n").utf8)

  private static let hexadecimal = text.utf8.map { String($0, radix: 16) }.joined()

  /// A text has three forms in base64, by its offset modulo three: the characters of each that do not depend on the
  /// neighbours.
  private static let inBase64 = (0..<3).map { shift in
    let encoded = base64(String(repeating: "-", count: shift) + text)
    return String(encoded.dropFirst(shift + 1).prefix(6))
  }
}
