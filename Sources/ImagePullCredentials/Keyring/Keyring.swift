/// Registry keys with their credentials, looked up as the kubelet looks them up.
///
/// ```swift
/// let keyring: Keyring = ["ghcr.io": "octocat:token", "*.example.com/team": "robot:secret"]
/// for credential in keyring.credentials(for: try ImageReference("ghcr.io/app:1")) {
///   credential.username     // "octocat"
/// }
/// ```
///
/// The rules are those of `BasicDockerKeyring` in Kubernetes (`pkg/credentialprovider/keyring.go`):
///
/// - All keys that match an image count, in descending byte order of their canonical forms, so that
///   `quay.io/team` comes before `quay.io`. The credentials under equal keys keep the order in which their
///   documents were added.
/// - Hosts match label by label with globs, ports must be equal, a key's path must be a prefix of the image's.
///   ``RegistryPattern`` has the whole of it.
/// - A key that is no URL is skipped. It makes no other key fail.
/// - An image of Docker Hub that no key matches gets what is filed under exactly `index.docker.io`.
///
/// A keyring is a value: a copy does not see later changes, and copying costs a reference until one of the two is
/// changed. Patterns are compiled when they are added.
public struct Keyring: Sendable {
  private var storage = KeyringStorage()

  /// An empty keyring.
  public init() {}

  /// How many entries it holds, without those whose keys can never match.
  public var count: Int { storage.entryCount }

  /// Whether no entry can match anything.
  public var isEmpty: Bool { storage.entryCount == 0 }

  /// Adds all entries of a document, to be tried after those already there under the same key.
  ///
  /// Entries whose keys the kubelet skips, because they are no URLs, are skipped; ``RegistryPattern`` says why.
  /// Amortised O(total length of the keys).
  public mutating func add(_ config: DockerConfig, source: CredentialSource) {
    makeUnique()
    storage.add(CredentialDocument(config: config, source: source))
  }

  /// Takes out all that was added from `source`.
  ///
  /// Amortised O(number of its entries); the first call on a keyring also visits each document once.
  ///
  /// - Returns: whether there was anything from that source.
  @discardableResult
  public mutating func remove(_ source: CredentialSource) -> Bool {
    makeUnique()
    return storage.remove(source) != nil
  }

  /// Puts `config` in the place of all that was added from `source`: it is tried where that was tried.
  ///
  /// Adds it at the end if there was nothing. Costs what ``remove(_:)`` and ``add(_:source:)`` cost, and one step for
  /// each credential under the same key from a document that was added later.
  public mutating func replace(_ source: CredentialSource, with config: DockerConfig) {
    makeUnique()
    let order = storage.remove(source)
    storage.add(CredentialDocument(config: config, source: source), order: order)
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = KeyringStorage(copying: storage) }
  }
}

// MARK: - Looking up

extension Keyring {
  /// The credentials for an image, in the order in which the kubelet tries them.
  ///
  /// Allocates nothing for up to eight matching keys. The time follows the length of the image's name and the
  /// number of matches, not the number of entries, but for wildcards: one hash for each distinct arrangement of
  /// wildcards among keys with as many host labels as the image, at most 65, and one comparison for each key that
  /// agrees with the image in all literal parts of its host, or that comes after 64 arrangements.
  public func credentials(for image: ImageReference) -> Matches {
    image.withName { registry, path in
      guard registry.byte(at: 0) != UInt8(ascii: "[") else { return credentials(for: image.name) }
      return matches(
        HostPort(splitting: registry, 0..<registry.count), of: registry, path: path,
        isHub: DockerHubFallback.applies(toRegistry: registry))
    }
  }

  /// The credentials for an image name, in the order in which the kubelet tries them.
  ///
  /// The name may be any text, as for the kubelet's `Lookup`: normally an ``ImageReference/name``, without tag or
  /// digest. It is read as the URL `https://imageName`; a text that is none matches no key.
  public func credentials(for imageName: String) -> Matches {
    credentials(forName: imageName.utf8.span)
  }

  /// The credentials for an image name given in UTF-8. See ``credentials(for:)-(String)``.
  public func credentials(forName imageName: Span<UInt8>) -> Matches {
    let isHub = DockerHubFallback.applies(toName: imageName)
    guard let url = try? SchemelessURL(imageName) else {
      return Matches(
        storage: storage, keys: isHub ? storage.index.hubFallback() : MatchedKeys())
    }
    let host = url.host(in: imageName)
    return matches(
      HostPort(splitting: host, 0..<host.count), of: host, path: url.path(in: imageName),
      isHub: isHub)
  }

  private func matches(
    _ split: HostPort, of host: Span<UInt8>, path: Span<UInt8>, isHub: Bool
  ) -> Matches {
    let keys = storage.index.matches(
      host: host.extracting(split.host), port: host.extracting(split.port), path: path)
    return Matches(
      storage: storage, keys: keys.count == 0 && isHub ? storage.index.hubFallback() : keys)
  }
}

// MARK: - Literals

extension Keyring: ExpressibleByDictionaryLiteral {
  /// A keyring written by hand: one document with these keys, from ``CredentialSource/literal``.
  public init(dictionaryLiteral elements: (String, Login)...) {
    self.init()
    let entries = elements.map { key, login in
      DockerConfig.Entry(registryKey: key, username: login.username, password: login.password)
    }
    for entry in entries { add(DockerConfig([entry]), source: .literal) }
  }

  /// A username and a password in a keyring literal: `"octocat:token"`, split at the first colon.
  public struct Login: Sendable, ExpressibleByStringLiteral {
    fileprivate let username: String
    fileprivate let password: String

    /// A username and a password.
    public init(username: String, password: String) {
      self.username = username
      self.password = password
    }

    /// A username and a password with a colon between them; without one, all of it is the username.
    public init(stringLiteral value: String) {
      let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      self.init(username: String(parts[0]), password: parts.count > 1 ? String(parts[1]) : "")
    }
  }
}

extension Keyring.Login: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The username; never the password.
  public var description: String { "\(username) (password redacted)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The username; never the password.
  public var customMirror: Mirror {
    Mirror(self, children: ["username": username], displayStyle: .struct)
  }
}

extension Keyring: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How many entries there are.
  public var description: String { "Keyring of \(count) entries" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The number of entries.
  public var customMirror: Mirror {
    Mirror(self, children: ["count": count], displayStyle: .struct)
  }
}
