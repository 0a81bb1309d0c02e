/// One username and password that a keyring gives for an image, and where they came from.
///
/// A credential is a view of one entry of the ``DockerConfig`` that was added to the keyring; copying it copies a
/// reference. The password comes out through ``revealPassword()`` only.
public struct Credential: Sendable {
  let document: KeyringDocument.Origin
  package let index: Int

  /// The document's entry that this is.
  public var entry: DockerConfig.Entry {
    DockerConfig.Entry(storage: document.storage, position: index)
  }

  /// Where the document came from.
  public var source: CredentialSource { document.source }

  /// The registry key as its author wrote it. See ``DockerConfig/Entry/registryKey`` for the secret it may contain.
  public var registryKey: String { entry.registryKey }

  /// The key as it may be shown. See ``DockerConfig/Entry/displayKey``.
  public var displayKey: String { entry.displayKey }

  /// The username; may be empty.
  public var username: String { entry.username }

  /// The username as it may be shown. See ``DockerConfig/Entry/displayUsername``.
  public var displayUsername: String { entry.displayUsername }

  /// The email; usually empty. No registry uses it.
  public var email: String { entry.email }

  /// Whether the password is not empty. Makes no string, unlike ``revealPassword()``.
  public var hasPassword: Bool { entry.hasPassword }

  /// The password. A secret.
  public func revealPassword() -> String { entry.revealPassword() }
}

extension Credential {
  /// The hash by which the kubelet remembers which credential pulled an image.
  ///
  /// The lower-case hexadecimal SHA-256 of the JSON that Go writes of username, password and email, in this order, the
  /// empty ones left out (Kubernetes: `pkg/credentialprovider/keyring.go`, `hashAuthConfig`). The kubelet compares it
  /// when another Pod wants to use an image that is already on the node. It is no salted password hash: whoever knows
  /// it can test guesses. Computed anew by each call, in O(length of the credential).
  public var kubeletHash: String {
    var json = JSONWriter()
    json.beginObject()
    for (name, value) in [
      ("username", username), ("password", revealPassword()), ("email", email),
    ] where !value.isEmpty {
      json.name(name)
      json.string(value)
    }
    json.endObject()
    var hash = SHA256()
    hash.update(json.bytes.span)
    return hash.finalize().hexadecimal
  }

  /// A credential that is known without a keyring, such as one that a Docker credential helper gives.
  ///
  /// - Parameters:
  ///   - entry: The registry key with its username and password.
  ///   - source: Where the entry came from.
  public init(_ entry: DockerConfig.Entry, source: CredentialSource) {
    let document = KeyringDocument(DockerConfig([entry]).storage, source: source, order: 0)
    self.init(document: document.origin, index: 0)
  }
}

extension Credential: Hashable {
  /// Whether both have equal entries from equal sources.
  public static func == (one: Credential, other: Credential) -> Bool {
    one.entry == other.entry && one.source == other.source
  }

  /// Feeds entry and source into `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(entry)
    hasher.combine(source)
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The key, without userinfo, the username and the source; never the password.
  public var description: String { "\(entry) from \(source)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Entry and source; never the password.
  public var customMirror: Mirror {
    Mirror(self, children: ["entry": entry, "source": source], displayStyle: .struct)
  }
}

/// Whether text is a token by its looks, so that it has to be treated as a secret wherever it stands.
package enum TokenShape {
  /// Whether `text` begins as the tokens of a known issuer do, and is as long as they are.
  package static func isToken(_ text: String) -> Bool {
    guard text.utf8.count >= minimumLength else { return false }
    return prefixes.contains { text.utf8.starts(with: $0.utf8) }
      || text.utf8.starts(with: "eyJ".utf8) && text.utf8.count { $0 == UInt8(ascii: ".") } == 2
  }

  /// Whether a username must not be shown: it is a token, or the password.
  package static func isSecret(username: String, password: String) -> Bool {
    isToken(username) || !username.isEmpty && username.utf8.elementsEqual(password.utf8)
  }

  /// Shorter ones are names that begin alike.
  private static let minimumLength = 20

  private static let prefixes = [
    // GitHub: personal, OAuth, user, server and refresh tokens, and fine-grained ones.
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
    // GitLab: personal, deploy, job, runner, trigger and feed tokens.
    "glpat-", "gldt-", "glcbt-", "glrt-", "glptt-", "glft-",
    // Docker Hub: personal and organization tokens.
    "dckr_pat_", "dckr_oat_",
    // Artifactory: API keys and reference tokens.
    "AKCp", "cmVmd",
    // Google and OpenShift: access tokens.
    "ya29.", "sha256~",
    // DigitalOcean.
    "dop_v1_",
  ]
}
