/// A credential document: which registry key takes which username and password.
///
/// Two formats exist. `dockerconfigjson` is `~/.docker/config.json`, an object with the map `auths`; legacy
/// `dockercfg` is that map alone. Both are decoded as the kubelet does it, with the rules of Go's
/// `encoding/json` (Kubernetes: `pkg/credentialprovider/config.go`):
///
/// - field names compare without case, the last of several equal keys wins, `null` leaves a value as it was;
/// - a value of the wrong type anywhere the kubelet looks is an error, anything elsewhere is ignored;
/// - a non-empty `auth`, base64 of `username:password`, replaces the fields `username` and `password`. Padded and
///   unpadded base64 are taken, line breaks in it are skipped, and only its first colon separates.
///
/// ```swift
/// let config = try DockerConfig(dockerConfigJSON: #"{"auths":{"ghcr.io":{"auth":"bWU6c2VjcmV0"}}}"#)
/// config.entries[0].registryKey         // "ghcr.io"
/// config.entries[0].username            // "me"
/// config.entries[0].revealPassword()    // "secret"
/// ```
///
/// The entries keep the document's order, a repeated key the place of its first appearance. All text lies in one
/// buffer that the entries share; strings are made when they are asked for. Descriptions, dumps and mirrors show
/// no password, token or header.
public struct DockerConfig: Sendable {
  let storage: Storage

  init(_ storage: Storage) {
    self.storage = storage
  }

  /// The largest document that is decoded, in bytes: 1 GiB.
  ///
  /// A Secret holds at most 1 MiB, but a node's file has no such bound. Offsets are stored in 32 bits.
  public static let maximumByteCount = 1 << 30

  /// The largest number of entries that one document is decoded to: 131,072.
  ///
  /// More than fit into the 1 MiB that the API server allows a Secret, so that no Secret is refused
  /// for it. It bounds the memory that a larger file can ask for.
  public static let maximumEntryCount = 1 << 17

  /// The key that docker and kubectl write for Docker Hub, where no registry is named.
  ///
  /// Source: docker/cli, cli/command/registry.go, `authConfigKey`.
  public static let dockerHubKey = "https://index.docker.io/v1/"

  /// A document without entries.
  public init() {
    self.init(Storage.empty)
  }

  /// A document with the given entries, in this order; of entries with equal keys the last wins.
  ///
  /// O(total length of the entries), which must stay below 4 GiB.
  public init(_ entries: some Sequence<Entry>) {
    var builder = DocumentBuilder(records: entries.underestimatedCount, text: 0)
    for entry in entries { builder.append(entry) }
    self.init(builder.finish(Extras()))
  }

  /// The entries in document order.
  public var entries: Entries { Entries(storage: storage) }

  /// The names of the headers that `HttpHeaders` sets, in document order, without their values, which may be
  /// secret. The kubelet decodes them and does not use them.
  public var httpHeaderNames: [String] { storage.extras.headers.map(\.name) }

  /// The helper that Docker asks for every registry's credentials, such as `osxkeychain`.
  ///
  /// The kubelet ignores it: credentials kept by a helper are not in the document.
  public var credentialsStore: String? { storage.extras.credentialsStore }

  /// The helpers that Docker asks for single registries, in document order. The kubelet ignores them.
  public var credentialHelpers: [CredentialHelper] { storage.extras.credentialHelpers }

  /// A registry and the helper that keeps its credentials: one member of `credHelpers`.
  public struct CredentialHelper: Sendable, Hashable {
    /// The registry, exactly as the document has it.
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
  /// Whether both have equal entries in the same order, equal headers and equal helpers, and the same members that
  /// this library does not know, beside the entries and in them.
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
