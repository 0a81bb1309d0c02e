import ImagePullCredentials
import PullDiagnosis

/// What a Docker credential helper keeps for one server.
public struct HelperCredentials: Sendable, Hashable {
  /// The server, as it was asked for.
  public let serverURL: String
  /// The username; `<token>` if the secret is an identity token.
  public private(set) var username = ""
  private var secret = ""

  init(serverURL: String) { self.serverURL = serverURL }

  /// What stands in the place of a username where the secret is an identity token.
  ///
  /// (docker/cli: cli/config/credentials/native_store.go.)
  public static let tokenUsername = "<token>"

  /// Whether the secret is an identity token, by which the registry's token server gives others, and not
  /// a password.
  public var isIdentityToken: Bool { username == Self.tokenUsername }

  /// The password or the identity token. A secret.
  public func revealSecret() -> String { secret }

  /// Whether there is neither a username nor a secret.
  var isEmpty: Bool { username.isEmpty && secret.isEmpty }

  /// Reads the object that is next, as Go's `encoding/json` does: letter case does not count in names, unknown ones are
  /// passed over, the last of several counts.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      if reader.names(name, "Username") {
        if try !reader.consumeNull() { username = reader.text(try reader.string()) }
      } else if reader.names(name, "Secret") {
        if try !reader.consumeNull() { secret = reader.text(try reader.string()) }
      } else {
        try reader.skipValue()
      }
    }
  }

  /// The same as an entry of a docker config.
  var entry: DockerConfig.Entry {
    isIdentityToken
      ? DockerConfig.Entry(registryKey: serverURL, identityToken: secret)
      : DockerConfig.Entry(registryKey: serverURL, username: username, password: secret)
  }
}

extension HelperCredentials: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Server and username; never the secret.
  public var description: String {
    "\(RegistryPattern.displayName(ofKey: serverURL)) (username \(username.printable), secret redacted)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Server and username; never the secret.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "serverURL": RegistryPattern.displayName(ofKey: serverURL), "username": username,
        "secret": "redacted",
      ], displayStyle: .struct)
  }
}
