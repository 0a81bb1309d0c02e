/// One username and password from a keyring, and where they came from.
///
/// A credential is a view of one entry of the ``DockerConfig`` that was added to the keyring; copying it copies a
/// reference. Only ``revealPassword()`` returns the password.
public struct Credential: Sendable {
  let document: KeyringDocument.Origin
  package let index: Int

  /// The entry of the document.
  public var entry: DockerConfig.Entry {
    DockerConfig.Entry(storage: document.storage, position: index)
  }

  /// Where the document came from.
  public var source: CredentialSource { document.source }

  /// The registry key as its author wrote it. See ``DockerConfig/Entry/registryKey`` for the secret it may contain.
  public var registryKey: String { entry.registryKey }

  /// The key for display. See ``DockerConfig/Entry/displayKey``.
  public var displayKey: String { entry.displayKey }

  /// The username; may be empty.
  public var username: String { entry.username }

  /// The username for display. See ``DockerConfig/Entry/displayUsername``.
  public var displayUsername: String { entry.displayUsername }

  /// The email; usually empty. No registry uses it.
  public var email: String { entry.email }

  /// Whether the password is not empty. Makes no string, unlike ``revealPassword()``.
  public var hasPassword: Bool { entry.hasPassword }

  /// The password. A secret.
  public func revealPassword() -> String { entry.revealPassword() }
}

extension Credential {
  /// The hash by which the kubelet records which credential pulled an image.
  ///
  /// The lower-case hexadecimal SHA-256 of the JSON that Go writes for username, password and email, in this order,
  /// without empty ones (Kubernetes: `pkg/credentialprovider/keyring.go`, `hashAuthConfig`). The kubelet compares it
  /// when another Pod wants to use an image that is already on the node. It is not a salted password hash: anyone who
  /// knows it can test guesses. Each call computes it, in O(length of the credential).
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

  /// A credential without a keyring, such as one from a Docker credential helper.
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

/// Recognises text that looks like a token, and so is a secret in any field.
package enum TokenShape {
  /// Whether `text` begins like the tokens of a known issuer, and is long enough to be one.
  package static func isToken(_ text: String) -> Bool {
    guard text.utf8.count >= minimumLength else { return false }
    return prefixes.contains { text.utf8.starts(with: $0.utf8) }
      || text.utf8.starts(with: "eyJ".utf8) && text.utf8.count { $0 == UInt8(ascii: ".") } == 2
  }

  /// Whether a username must not be shown: it is a token, or the password.
  package static func isSecret(username: String, password: String) -> Bool {
    isToken(username) || !username.isEmpty && username.utf8.elementsEqual(password.utf8)
  }

  /// Whether a username shows one of an entry's secrets: the password or a token, exactly, or, if it is long, as a
  /// part, as in `user:password`.
  package static func username(_ username: String, shows secrets: [String]) -> Bool {
    guard !isToken(username) else { return true }
    let text = username.utf8.span
    return secrets.contains { secret in
      let sought = secret.utf8.span
      guard sought.count < text.count else {
        return sought.count > 0 && text.hasSameBytes(as: sought)
      }
      // Short secrets, such as `admin`, are in names by accident. A very long text is not a name.
      return sought.count >= 8
        && (text.count > 1_024
          || (0...text.count - sought.count).contains {
            text.extracting($0...).starts(with: sought)
          })
    }
  }

  /// Shorter ones are names that begin the same way.
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
    // NVIDIA NGC.
    "nvapi-",
  ]
}
