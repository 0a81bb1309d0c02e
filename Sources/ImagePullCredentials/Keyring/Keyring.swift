/// Registry keys with their credentials, looked up as in the kubelet.
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
///   ``RegistryPattern`` has the full rule.
/// - A key that is not a URL is skipped; other keys are not affected.
/// - A Docker Hub image that no key matches gets the credentials under exactly `index.docker.io`.
///
/// A keyring is a value: a copy does not see later changes. It holds documents and their sources. Keys are compiled
/// when their documents are decoded, and no part of a document is copied.
public struct Keyring: Sendable {
  /// Without an index: in the order tried, without removed ones. With an index: in the order added, removed ones
  /// reduced to their keys.
  private var documents: [KeyringDocument] = []
  /// Created when a scan of all entries would take longer.
  private(set) var index: KeyringIndex?
  private var nextOrder = 0
  /// The number of documents and entries, including entries that cannot match.
  private var walkLength = 0

  /// The number of entries, without those whose keys can never match.
  public private(set) var count = 0

  /// Whether no entry can match anything.
  public var isEmpty: Bool { count == 0 }

  /// An empty keyring.
  public init() {}
}

// MARK: - Looking up

extension Keyring {
  /// The credentials for an image, in the order in which the kubelet tries them.
  ///
  /// Allocates nothing for up to eight credentials. The time depends on the length of the image's name and the number
  /// of matches, not on the number of entries, except for wildcards. These add one hash for each distinct arrangement
  /// of wildcards among keys with as many host labels as the image, at most 65, and one comparison for each key that
  /// agrees with the image in all literal parts of its host, or that comes after 64 arrangements.
  ///
  /// - Parameter image: an image.
  /// - Returns: the credentials, in order.
  public func credentials(for image: ImageReference) -> Matches {
    let text = image.textBytes
    let registry = image.registry(in: text)
    guard registry.byte(at: 0) != UInt8(ascii: "[") else {
      return credentials(forNormalizedName: image.name)
    }
    guard !image.hasWrittenPath else {
      return matches(ImageName(registry: registry, path: image.writtenPath(in: text)))
    }
    var buffer = ImageReference.PathBuffer(repeating: UInt8(ascii: "/"))
    let length = image.buildPath(from: text, in: &buffer)
    return matches(ImageName(registry: registry, path: buffer.span.extracting(first: length)))
  }

  /// The credentials for an image name, in the order in which the kubelet tries them.
  ///
  /// - Parameter name: any text, as for the kubelet's `Lookup`: normally an ``ImageReference/name``, without tag or
  ///   digest, such as `docker.io/library/nginx`; `nginx` is the name of a host here. It is read as the URL
  ///   `https://name`; an invalid URL matches no key.
  /// - Returns: the credentials, in order.
  public func credentials(forNormalizedName name: String) -> Matches {
    credentials(forNormalizedName: name.utf8.span)
  }

  /// The credentials for an image name given in UTF-8. See ``credentials(forNormalizedName:)-(String)``.
  ///
  /// - Parameter name: a normalised name in UTF-8; only read during the call.
  /// - Returns: the credentials, in order.
  public func credentials(forNormalizedName name: Span<UInt8>) -> Matches {
    if let url = try? SchemelessURL(name) { return matches(ImageName(url, in: name)) }
    // The kubelet checks only the text before the first slash.
    return Matches(documents, DockerHub.isDefaultName(name) ? dockerHubFallback() : Positions())
  }

  /// The credentials of all documents, in their order, including those whose keys cannot match.
  var allCredentials: [Credential] {
    documents.lazy.filter { !$0.isReducedToKeys }.map(\.origin).sorted { $0.order < $1.order }
      .flatMap { origin in
        (0..<origin.storage.recordCount).map { Credential(document: origin, index: $0) }
      }
  }

  @inline(__always)
  private func matches(_ name: borrowing ImageName) -> Matches {
    var found = Positions()
    if let index {
      index.collect(name, of: documents.span, into: &found)
    } else {
      forEachRecord { position, pattern, text in
        if pattern.matches(
          host: name.host, port: name.port, path: name.path, hash: name.hash, in: text)
        {
          found.append(position)
        }
      }
    }
    if found.count > 1 { found.sort { documents.span.triesFirst($0, $1) } }
    if found.isEmpty, name.isOnDockerHub { found = dockerHubFallback() }
    return Matches(documents, found)
  }

  /// The positions of the credentials under exactly `index.docker.io`, in the order tried.
  private func dockerHubFallback() -> Positions {
    var found = Positions()
    if let index {
      index.collectDockerHubFallback(of: documents.span, into: &found)
    } else {
      forEachRecord { position, pattern, text in
        if pattern.isDockerHubFallback(in: text) { found.append(position) }
      }
    }
    return found
  }

  @inline(__always)
  private func forEachRecord(
    _ body: (KeyringPosition, CompiledKey, _ text: Span<UInt8>) -> Void
  ) {
    let documents = documents.span
    for document in documents.indices {
      let records = documents[document].storage.records
      for record in records.indices {
        body(
          KeyringPosition(document, record), records[record].pattern,
          documents[document].storage.text)
      }
    }
  }
}

// MARK: - Changing

extension Keyring {
  /// The most documents and entries that are scanned without an index.
  static let maximumWalkLength = 24

  /// Adds all entries of a document. They are tried after existing entries under the same key.
  ///
  /// Entries whose keys are not URLs are skipped, as in the kubelet; ``RegistryPattern`` has the reasons. Amortised
  /// O(number of entries).
  ///
  /// - Parameters:
  ///   - config: the document.
  ///   - source: where the document came from. It identifies the credentials, and removes the document again.
  public mutating func add(_ config: DockerConfig, source: CredentialSource) {
    add(KeyringDocument(config.storage, source: source, order: nextOrder))
  }

  /// Removes everything that was added from `source`.
  ///
  /// Amortised O(number of its entries); the first call on a large keyring also visits each document once.
  ///
  /// - Parameter source: the source that the documents were added from.
  /// - Returns: whether anything was removed.
  @discardableResult
  public mutating func remove(_ source: CredentialSource) -> Bool { takeOut(source) != nil }

  /// Replaces everything that was added from `source` with `config`, which keeps its place in the order.
  ///
  /// Adds it at the end if there was nothing. Costs as much as ``remove(_:)`` and ``add(_:source:)``, and one step for
  /// each credential under the same key from a document that was added later.
  ///
  /// - Parameters:
  ///   - source: the source that the documents were added from.
  ///   - config: the document that replaces them.
  public mutating func replace(_ source: CredentialSource, with config: DockerConfig) {
    let order = takeOut(source) ?? nextOrder
    add(KeyringDocument(config.storage, source: source, order: order))
  }

  private mutating func add(_ document: KeyringDocument) {
    nextOrder = Swift.max(nextOrder, document.origin.order + 1)
    count += document.origin.usableCount
    walkLength += document.walkLength
    if index == nil, walkLength <= Self.maximumWalkLength {
      if documents.isEmpty { documents.reserveCapacity(4) }
      // A replacement keeps the old place.
      var place = documents.count
      while place > 0, documents[place - 1].origin.order > document.origin.order { place -= 1 }
      if place == documents.count {
        documents.append(document)
      } else {
        documents.insert(document, at: place)
      }
      return
    }
    if index == nil { index = KeyringIndex(of: documents) }
    documents.append(document)
    index?.add(documents.count - 1, of: documents)
  }

  /// Removes the documents from `source` and returns the order of the first; nil if there is none.
  private mutating func takeOut(_ source: CredentialSource) -> Int? {
    var order: Int?
    for place in places(of: source) {
      let document = documents[place]
      order = order.map { Swift.min($0, document.origin.order) } ?? document.origin.order
      count -= document.origin.usableCount
      walkLength -= document.walkLength
      if index != nil {
        index?.remove(place)
        documents[place] = document.reducedToKeys()
      } else {
        documents.remove(at: place)
      }
    }
    if let index, index.isMostlyDead {
      documents = documents.filter { !$0.isReducedToKeys }.sorted {
        $0.origin.order < $1.origin.order
      }
      self.index = KeyringIndex(of: documents)
    }
    return order
  }

  /// The places of the documents from `source`, the last one first.
  private mutating func places(of source: CredentialSource) -> [Int] {
    guard index != nil else {
      return documents.indices.reversed().filter { documents[$0].origin.source == source }
    }
    return index?.takePlaces(of: source, in: documents) ?? []
  }
}

// MARK: - Literals

extension Keyring: ExpressibleByDictionaryLiteral {
  /// A keyring from a literal: a document for each key, from ``CredentialSource/literal``.
  public init(dictionaryLiteral elements: (String, Login)...) {
    self.init()
    for (key, login) in elements {
      let entry = DockerConfig.Entry(
        registryKey: key, username: login.username, password: login.password)
      add(DockerConfig([entry]), source: .literal)
    }
  }

  /// A username and a password in a keyring literal: `"octocat:token"`, split at the first colon.
  public struct Login: Sendable, ExpressibleByStringLiteral {
    package let username: String
    package let password: String

    /// A username and a password.
    ///
    /// - Parameters:
    ///   - username: the username.
    ///   - password: the password.
    public init(username: String, password: String) {
      self.username = username
      self.password = password
    }

    /// A username and a password with a colon between them; without a colon, all of it is the username.
    public init(stringLiteral value: String) {
      // By bytes, as in an `auth` field: a combining mark after the colon would make it another Character.
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
  /// The number of entries.
  public var description: String { "Keyring of \(count) entries" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The number of entries.
  public var customMirror: Mirror {
    Mirror(self, children: ["count": count], displayStyle: .struct)
  }
}

extension Keyring {
  /// The credentials that match one image, in the order in which the kubelet tries them.
  ///
  /// Shares the keyring's documents at the time of the look-up. Creating, copying and iterating does not allocate for
  /// up to eight credentials.
  public struct Matches: Sendable, RandomAccessCollection {
    private let documents: [KeyringDocument]
    private let positions: Positions

    @inline(__always)
    init(_ documents: [KeyringDocument], _ positions: consuming Positions) {
      self.documents = documents
      self.positions = positions
    }

    /// Steps through the credentials.
    public struct Iterator: Sendable, IteratorProtocol {
      private let matches: Matches
      private var place = 0

      fileprivate init(_ matches: consuming Matches) { self.matches = matches }

      /// The next credential in the order tried.
      public mutating func next() -> Credential? {
        guard place < matches.positions.count else { return nil }
        defer { place += 1 }
        return matches[place]
      }
    }

    /// An iterator over the credentials in the order tried.
    public consuming func makeIterator() -> Iterator { Iterator(self) }

    /// Always 0: the place of the credential that is tried first.
    public var startIndex: Int { 0 }

    /// The number of credentials.
    public var endIndex: Int { positions.count }

    /// The credential at `place`, which must be below ``endIndex``.
    public subscript(place: Int) -> Credential {
      let position = positions[place]
      return Credential(document: documents[position.document].origin, index: position.record)
    }
  }
}

extension Keyring.Matches: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The credentials without their passwords.
  public var description: String { Array(self).description }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The credentials, redacted.
  public var customMirror: Mirror {
    Mirror(self, unlabeledChildren: Array(self), displayStyle: .collection)
  }
}

/// Keyrings that are searched in order: a Pod's first, then the node's.
///
/// All credentials of the first keyring that match come before those of the second, as in the kubelet
/// (`pkg/credentialprovider/keyring.go`, `UnionDockerKeyring`). Each keyring has its own Docker Hub fallback.
///
/// ```swift
/// let stack = KeyringStack([podKeyring, nodeKeyring])
/// let first = stack.credentials(for: image).first
/// ```
public struct KeyringStack: Sendable {
  /// The keyrings, in the order searched.
  public var keyrings: [Keyring]

  /// A stack of `keyrings`, searched in this order.
  ///
  /// - Parameter keyrings: the keyrings, in the order searched.
  public init(_ keyrings: [Keyring]) {
    self.keyrings = keyrings
  }

  /// The credentials for an image from every keyring, in the order tried. Allocates the array.
  ///
  /// - Parameter image: an image.
  /// - Returns: the credentials of all keyrings, in order.
  public func credentials(for image: ImageReference) -> [Credential] {
    keyrings.flatMap { $0.credentials(for: image) }
  }

  /// The credentials for an image name from every keyring, in the order tried.
  ///
  /// The name is read as by ``Keyring/credentials(forNormalizedName:)-(String)``. Allocates the array.
  ///
  /// - Parameter name: a normalised name, such as `docker.io/library/nginx`.
  /// - Returns: the credentials of all keyrings, in order.
  public func credentials(forNormalizedName name: String) -> [Credential] {
    keyrings.flatMap { $0.credentials(forNormalizedName: name) }
  }
}

extension KeyringStack: ExpressibleByArrayLiteral {
  /// A stack of keyrings, searched in this order.
  public init(arrayLiteral elements: Keyring...) {
    self.init(elements)
  }
}
