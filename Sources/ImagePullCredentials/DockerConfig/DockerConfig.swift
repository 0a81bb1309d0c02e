/// A credential document: the username and password for each registry key.
///
/// Two formats exist. `dockerconfigjson` is `~/.docker/config.json`, an object with the map `auths`; legacy
/// `dockercfg` is that map alone. Both are decoded as in the kubelet, with the rules of Go's
/// `encoding/json` (Kubernetes: `pkg/credentialprovider/config.go`):
///
/// - field names compare without case, the last of several equal keys wins, `null` leaves a value as it was;
/// - a value of the wrong type in a field that the kubelet reads is an error; other fields are
///   ignored;
/// - a non-empty `auth`, base64 of `username:password`, replaces the fields `username` and `password`. Padded and
///   unpadded base64 are accepted, line breaks in it are skipped, and only the first colon separates.
///
/// ```swift
/// let config = try DockerConfig(dockerConfigJSON: #"{"auths":{"ghcr.io":{"auth":"bWU6c2VjcmV0"}}}"#)
/// config.entries[0].registryKey         // "ghcr.io"
/// config.entries[0].username            // "me"
/// config.entries[0].revealPassword()    // "secret"
/// ```
///
/// The entries keep the document's order; a repeated key keeps its first place. All text is in one buffer that
/// the entries share; strings are created on demand. Descriptions, dumps and mirrors show no password, token or
/// header.
public struct DockerConfig: Sendable {
  let storage: Storage

  init(_ storage: Storage) {
    self.storage = storage
  }

  /// The largest document that is decoded, in bytes: 1 GiB.
  ///
  /// A Secret holds at most 1 MiB, but a node's file has no such limit. Offsets are stored in 32
  /// bits.
  public static let maximumByteCount = 1 << 30

  /// The largest number of entries that one document may have: 131,072.
  ///
  /// More than fit into the 1 MiB that the API server allows a Secret, so no Secret reaches it. It
  /// limits the memory that a larger file can use.
  public static let maximumEntryCount = 1 << 17

  /// The key that docker and kubectl write for Docker Hub, where no registry is named.
  ///
  /// Source: docker/cli, cli/command/registry.go, `authConfigKey`.
  public static let dockerHubKey = "https://index.docker.io/v1/"

  /// A document without entries.
  public init() {
    self.init(Storage.empty)
  }

  /// A document with the given entries, in this order; the last of several entries with equal keys
  /// wins.
  ///
  /// O(total length of the entries), which must stay below 4 GiB.
  ///
  /// - Parameter entries: the entries, in order.
  public init(_ entries: some Sequence<Entry>) {
    var builder = DocumentBuilder(records: entries.underestimatedCount, text: 0)
    for entry in entries { builder.append(entry) }
    self.init(builder.finish(Extras()))
  }

  /// The entries in document order.
  public var entries: Entries { Entries(storage: storage) }

  /// The names of the headers that `HttpHeaders` sets, in document order. Their values may be secret. The
  /// kubelet decodes the headers and does not use them.
  public var httpHeaderNames: [String] { storage.extras.headers.map(\.name) }

  /// The helper that Docker uses for every registry's credentials, such as `osxkeychain`.
  ///
  /// The kubelet ignores it: the credentials that a helper keeps are not in the document.
  public var credentialsStore: String? { storage.extras.credentialsStore }

  /// The helpers that Docker uses for individual registries, in document order. The kubelet ignores
  /// them.
  public var credentialHelpers: [CredentialHelper] { storage.extras.credentialHelpers }

  /// A registry and the helper that keeps its credentials: one member of `credHelpers`.
  public struct CredentialHelper: Sendable, Hashable {
    /// The registry, exactly as in the document.
    public let registry: String
    /// The helper's name without the prefix `docker-credential-`.
    public let helper: String
  }

  /// Whether the document has the member `auths`; always true of `dockercfg`, which is that member's value.
  ///
  /// False for a `dockercfg` body that was stored as `dockerconfigjson`: the kubelet accepts it and finds nothing.
  public var hasAuths: Bool { storage.extras.hasAuths }
}

extension DockerConfig: Hashable {
  /// Whether both have equal entries in the same order, equal headers and equal helpers, and the same unknown
  /// members, in the entries and outside them.
  public static func == (one: DockerConfig, other: DockerConfig) -> Bool {
    one.storage.buffer === other.storage.buffer
      || one.storage.extras == other.storage.extras
        && one.entries.elementsEqual(other.entries) { one, other in
          one == other && one.unknownMembers.hasSameBytes(as: other.unknownMembers)
        }
  }

  /// Feeds the entries' keys into `hasher`.
  public func hash(into hasher: inout Hasher) {
    for entry in entries { hasher.combine(entry.registryKey) }
  }
}

extension DockerConfig: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of entries and their keys, without userinfo; no credentials.
  public var description: String {
    "DockerConfig(\(entries.map(\.displayKey).joined(separator: ", ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The entries, redacted.
  public var customMirror: Mirror {
    Mirror(self, children: ["entries": Array(entries)], displayStyle: .struct)
  }
}

extension DockerConfig {
  /// A random-access view of a document's entries. Shares the document's storage.
  public struct Entries: Sendable, RandomAccessCollection {
    let storage: Storage

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of entries.
    public var endIndex: Int { storage.recordCount }

    /// The entry at `position`, which must be below ``endIndex``.
    public subscript(position: Int) -> Entry { Entry(storage: storage, position: position) }
  }
}

extension DockerConfig.Entries: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The entries without their passwords and tokens.
  public var description: String { Array(self).description }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The entries, redacted.
  public var customMirror: Mirror {
    Mirror(self, unlabeledChildren: Array(self), displayStyle: .collection)
  }
}

extension DockerConfig {
  /// Decodes `~/.docker/config.json`, which is also what a Secret of type `kubernetes.io/dockerconfigjson` holds.
  ///
  /// - Parameter text: the document. Linear in its length.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockerConfigJSON text: String) throws(DecodingError) {
    try self.init(dockerConfigJSON: text.utf8.span)
  }

  /// Decodes `~/.docker/config.json` from its bytes. See ``init(dockerConfigJSON:)-(String)``.
  ///
  /// - Parameter bytes: the document.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockerConfigJSON bytes: [UInt8]) throws(DecodingError) {
    try self.init(dockerConfigJSON: bytes.span)
  }

  /// Decodes `~/.docker/config.json` from its bytes. See ``init(dockerConfigJSON:)-(String)``.
  ///
  /// - Parameter bytes: the document; only read during the call.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockerConfigJSON bytes: Span<UInt8>) throws(DecodingError) {
    self.init(try decode(bytes, isWrapped: true))
  }

  /// Decodes legacy `~/.dockercfg`, which is also what a Secret of type `kubernetes.io/dockercfg` holds: only the
  /// map of registry keys.
  ///
  /// - Parameter text: the document. Linear in its length.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockercfg text: String) throws(DecodingError) {
    try self.init(dockercfg: text.utf8.span)
  }

  /// Decodes legacy `~/.dockercfg` from its bytes. See ``init(dockercfg:)-(String)``.
  ///
  /// - Parameter bytes: the document.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockercfg bytes: [UInt8]) throws(DecodingError) {
    try self.init(dockercfg: bytes.span)
  }

  /// Decodes legacy `~/.dockercfg` from its bytes. See ``init(dockercfg:)-(String)``.
  ///
  /// - Parameter bytes: the document; only read during the call.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockercfg bytes: Span<UInt8>) throws(DecodingError) {
    self.init(try decode(bytes, isWrapped: false))
  }
}

/// Decodes one document: with the `auths` wrapper (`dockerconfigjson`) or without (`dockercfg`).
private func decode(
  _ bytes: Span<UInt8>, isWrapped: Bool
) throws(DockerConfig.DecodingError) -> DockerConfig.Storage {
  var decoder = DockerConfigDecoder(bytes)
  do {
    return try decoder.decode(isWrapped: isWrapped)
  } catch {
    throw decoder.describe(error)
  }
}

extension DockerConfig {
  /// Why a credential document cannot be decoded. One such document in a Pod's list stops all of
  /// the Pod's pulls.
  ///
  /// Two errors are equal if all their parts are equal; compare ``code`` for the kind. The text names the place and
  /// the registry key, never a value.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte offset of the error: 0 through the document's length.
    public let offset: Int
    /// The line of `offset`, from 1.
    public let line: Int
    /// The column of `offset` in bytes, from 1.
    public let column: Int
    /// Where in the document, such as `auths["ghcr.io"].auth`; empty for the whole document.
    public let path: String
    /// What is wrong and what is expected, without the place.
    public let explanation: String

    /// An error with these parts, for tests; `line` and `column` count from 1.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte of the document.
    ///   - line: its line, from 1.
    ///   - column: its column in bytes, from 1.
    ///   - path: where in the document, such as `auths["ghcr.io"].auth`.
    ///   - explanation: what is wrong and what is expected, without the place.
    public init(
      _ code: Code, at offset: Int, line: Int = 1, column: Int = 1, path: String = "",
      explanation: String = ""
    ) {
      self.code = code
      self.offset = offset
      self.line = line
      self.column = column
      self.path = path
      self.explanation = explanation
    }

    /// The place and the explanation: one sentence for a person.
    public var description: String {
      "line \(line), column \(column)\(path.isEmpty ? "" : ", \(path)"): \(explanation)"
    }
  }
}

extension DockerConfig.DecodingError {
  /// A kind of failure. More may be added; compare with the constants and have a default for the
  /// rest.
  public struct Code: StableCode {
    /// The stable name, such as `auth-not-base64`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text is not JSON as Go's `encoding/json` reads it.
    public static let invalidJSON = Code(rawValue: "invalid-json")
    /// A value has a type that the kubelet does not accept there.
    public static let typeMismatch = Code(rawValue: "type-mismatch")
    /// `auth` is not standard base64, padded or unpadded.
    public static let authNotBase64 = Code(rawValue: "auth-not-base64")
    /// `auth` decodes to text without a colon.
    public static let authWithoutColon = Code(rawValue: "auth-without-colon")
    /// `auth` decodes to bytes that are not UTF-8, which the kubelet cannot pass to the container
    /// runtime.
    public static let authNotUTF8 = Code(rawValue: "auth-not-utf8")
    /// The document is larger than ``DockerConfig/maximumByteCount``.
    public static let tooLarge = Code(rawValue: "too-large")
    /// The document has more entries than ``DockerConfig/maximumEntryCount``.
    public static let tooManyEntries = Code(rawValue: "too-many-entries")

    /// All codes of this version.
    public static let allCases = [
      invalidJSON, typeMismatch, authNotBase64, authWithoutColon, authNotUTF8, tooLarge,
      tooManyEntries,
    ]
  }
}
