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
/// A keyring is a value: a copy does not see later changes. Patterns are compiled when they are added.
public struct Keyring: Sendable {
  var index = KeyringIndex()
  var nextOrder = 0
  /// Where each source's documents are, made when a source is first asked for: most keyrings only grow.
  var placesBySource: [CredentialSource: [DocumentPlace]]?

  /// A document's rank among the documents, and the first of its entries in the index, -1 for none.
  struct DocumentPlace: Sendable {
    let order: Int
    let firstEntry: Int32
  }

  /// How many entries it holds, without those whose keys can never match.
  public var count: Int { index.entries.count - index.freeEntries.count }

  /// Whether no entry can match anything.
  public var isEmpty: Bool { count == 0 }

  /// An empty keyring.
  public init() {}
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
    let text = image.textBytes
    let registry = image.registry(in: text)
    // What stands between brackets is for a URL's grammar to check, which is narrower than a reference's.
    guard registry.byte(at: 0) != UInt8(ascii: "[") else { return credentials(for: image.name) }
    guard !image.hasWrittenPath else {
      return credentials(registry: registry, path: image.writtenPath(in: text))
    }
    var buffer = ImageReference.PathBuffer(repeating: UInt8(ascii: "/"))
    let length = image.buildPath(from: text, in: &buffer)
    return credentials(registry: registry, path: buffer.span.extracting(first: length))
  }

  @inline(__always)
  private func credentials(registry: Span<UInt8>, path: Span<UInt8>) -> Matches {
    let split = HostPort(splittingRegistry: registry)
    var heads = index.firstEntries(
      host: registry.extracting(split.host), port: registry.extracting(split.port), path: path)
    if heads.isEmpty, DockerHubFallback.applies(toRegistry: registry) {
      heads = index.firstEntryForHub()
    }
    return Matches(entries: index.entries, heads: heads)
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
    var heads = MatchedKeys()
    if let url = try? SchemelessURL(imageName) {
      let host = url.host(in: imageName)
      let split = HostPort(splitting: host, 0..<host.count)
      heads = index.firstEntries(
        host: host.extracting(split.host), port: host.extracting(split.port),
        path: url.path(in: imageName))
    }
    if heads.isEmpty, DockerHubFallback.applies(toName: imageName) {
      heads = index.firstEntryForHub()
    }
    return Matches(entries: index.entries, heads: heads)
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
    package let username: String
    package let password: String

    /// A username and a password.
    public init(username: String, password: String) {
      self.username = username
      self.password = password
    }

    /// A username and a password with a colon between them; without one, all of it is the username.
    public init(stringLiteral value: String) {
      // By bytes, as an auth field is: a combining mark after the colon makes another Character.
      let colon = value.utf8.firstIndex(of: UInt8(ascii: ":")) ?? value.endIndex
      let password = value.utf8[colon...].dropFirst()
      self.init(username: String(value[..<colon]), password: String(Substring(password)))
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
