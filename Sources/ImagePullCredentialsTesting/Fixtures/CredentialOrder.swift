public import ImagePullCredentials

/// The credentials for an image are not those that were expected, or not in that order.
public struct UnexpectedCredentials: Error, Sendable, Hashable, CustomStringConvertible {
  /// The image.
  public let image: String
  /// What was expected: registry keys and usernames, in the order tried.
  public let expected: [Line]
  /// What there was.
  public let actual: [Line]

  /// A credential without its secrets.
  public struct Line: Sendable, Hashable, CustomStringConvertible {
    /// The registry key, as written.
    public let registryKey: String
    /// The username.
    public let username: String

    /// Such as `ghcr.io/acme (octocat)`.
    public var description: String { "\(registryKey) (\(username))" }
  }

  /// Both orders, a line each; the first line at which they differ is marked.
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
/// - Throws: ``UnexpectedCredentials``, or ``ImagePullCredentials/ImageReference/ParseError`` if `image` is no reference.
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
