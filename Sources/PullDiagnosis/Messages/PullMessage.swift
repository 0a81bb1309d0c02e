// The kubelet's message about a pull, parsed into attempts.

import ImagePullCredentials

/// The kubelet's parsed message about a pull: the image, and each attempt.
///
/// The kubelet tries one credential after the other and joins their errors, `[one, two]`. Source:
/// `PullImage`, pkg/kubelet/kuberuntime/kuberuntime_image.go.
///
/// Text from the cluster is not trusted: parsing takes linear time, and the result has a maximum size.
struct PullMessage: Hashable, Sendable {
  /// The image in the message, as written there.
  private(set) var image: String?
  /// Whether it is the image of the Pod's sandbox, for which pull secrets are not used.
  private(set) var isSandboxImage = false
  /// The attempts that failed, in order; empty if the message does not say why.
  private(set) var attempts: [PullAttempt] = []

  /// The most bytes of a message that are read. An Event has at most 1,024.
  static let maximumLength = 16_384
  /// The number of attempts that are kept.
  static let maximumAttemptCount = 16

  init(_ message: String) {
    let text = MessageSecrets.removed(from: message.utf8.prefix(Self.maximumLength))
    let wrappers = MessageWrappers(text, in: 0..<text.count)
    image = wrappers.image
    isSandboxImage = wrappers.isSandboxImage
    guard wrappers.end < text.count, !wrappers.isBare else { return }
    for range in Self.attempts(in: text, wrappers.end..<text.count) {
      let attempt = PullAttempt(text, in: range, registry: registry)
      if !attempts.contains(attempt) { attempts.append(attempt) }
      if image == nil { image = MessageWrappers(text, in: range).image }
    }
  }

  /// The attempt that got farthest; nil if there is none.
  ///
  /// The kubelet stops at the credential that works, so a credential that got "not found" was accepted,
  /// whatever the result of the others. Of equals, one that sent a credential counts.
  var decisive: PullAttempt? {
    attempts.max { one, other in
      (one.failure.rawValue, one.sent == .something ? 1 : 0)
        < (other.failure.rawValue, other.sent == .something ? 1 : 0)
    }
  }

  /// The registry of ``image``, as a host; `docker.io` for Docker Hub.
  private var registry: String? {
    image.flatMap { try? ImageReference($0) }?.registry
  }

  /// The errors of a row, or the one error.
  private static func attempts(in text: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    guard text[range.lowerBound] == UInt8(ascii: "["),
      text[range.upperBound - 1] == UInt8(ascii: "]"),
      range.count > 2
    else { return [range] }
    let inner = range.lowerBound + 1..<range.upperBound - 1
    var attempts: [Range<Int>] = []
    var start = inner.lowerBound
    for offset in inner where text[offset] == UInt8(ascii: ",") {
      // Errors also contain commas. A separating comma comes before an error's first words.
      guard offset + 2 < inner.upperBound, text[offset + 1] == UInt8(ascii: " "),
        MessageWrappers.beginsError(text, at: offset + 2), attempts.count < maximumAttemptCount - 1
      else { continue }
      attempts.append(start..<offset)
      start = offset + 2
    }
    return attempts + [start..<inner.upperBound]
  }
}

extension PullAttempt {
  /// Reads one error. `registry` is the image's.
  init(_ text: [UInt8], in whole: Range<Int>, registry: String?) {
    let range = Self.withoutArtifact(text, whole)
    let wrappers = MessageWrappers(text, in: range)
    var start = wrappers.end
    var mirrors: [MirrorFailure] = []
    if let list = MirrorList(text, in: start..<range.upperBound) {
      mirrors = list.mirrors
      start = MessageWrappers(text, in: list.end..<range.upperBound).end
    }
    let facts = MessageScanner(text, in: start..<range.upperBound).facts
    self.init(
      failure: MessageWrappers.isDecodingError(text, at: start)
        ? .malformedSecret : facts.failure ?? .other,
      text: MessageExcerpt.make(text, start..<range.upperBound, around: facts.offset ?? start))
    self.mirrors = mirrors
    sent = facts.sent
    status = facts.status
    mayNotExist = facts.mayNotExist
    host = facts.urlHost ?? facts.namedHost ?? facts.dialledHost
    endpoint = facts.endpoint ?? .registry
    infer(from: facts, registry: registry)
  }

  /// Conclusions from several facts.
  private mutating func infer(from facts: MessageScanner.Facts, registry: String?) {
    if facts.isLookup, [.timeout, .connectionRefused, .connectionClosed].contains(failure) {
      failure = .nameServer
    }
    if endpoint == .proxy { host = facts.dialledHost }
    if endpoint == .registry {
      if facts.urlPath.hasBytes("/blobs/") { endpoint = .blobStore }
      if facts.urlPath.hasSuffix("/token") || facts.urlPath.hasSuffix("/auth") {
        endpoint = .tokenServer
      }
    }
    // Requests to a mirror name the registry. Those of older versions do not, but Docker Hub redirects no
    // manifest request to another host.
    let isForHub =
      endpoint == .registry && facts.urlPath.hasBytes("/manifests/")
      && registry?.hasSameBytes(as: Self.dockerHub) == true
    if let host, let registry = facts.mirrored ?? (isForHub ? registry : nil),
      endpoint == .registry || endpoint == .blobStore, !Self.isHost(host, of: registry)
    {
      endpoint = .mirror
    }
    // The manifest was read before with the same credential: the refusal is from the store to which the
    // registry redirects, or from a host before it. The message may have the registry's URL or the
    // store's.
    if failure == .refused, status == 403, endpoint == .blobStore,
      !facts.urlPath.hasBytes("/manifests/")
    {
      failure = .storeRefused
    }
    // This is the response of an HTTPS server to a plain HTTP request.
    if failure == .other, status == 400, text.hasBytes("request to http://") {
      failure = .plainHTTP
    }
    if failure == .refused, sent == .unknown, status == 403 {
      // A token server reports a request without a user ("anonymous"), and ECR responds with 401.
      let isECR = (host ?? registry ?? "").hasBytes(".dkr.ecr")
      if endpoint == .tokenServer || isECR { sent = .something }
    }
  }
}

extension PullAttempt {
  private static let dockerHub = "docker.io"

  /// The part of a CRI-O error that is about the image: after a failed pull, CRI-O tries the image as an
  /// artifact, which fails in the same way, or because it is an image.
  private static func withoutArtifact(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var offset = range.lowerBound
    while offset + artifactError.count <= range.upperBound {
      if text[offset] == artifactError[0], text[offset...].starts(with: artifactError) {
        return range.lowerBound..<offset
      }
      offset += 1
    }
    return range
  }

  private static let artifactError = Array("; artifact err: ".utf8)

  /// Whether the host is the registry's own; Docker Hub has several.
  private static func isHost(_ host: String, of registry: String) -> Bool {
    host.hasSameBytes(as: registry)
      || registry.hasSameBytes(as: dockerHub)
        && (host.hasSuffix(".docker.io") || host.hasSuffix(".docker.com"))
  }
}

// MARK: - Attempts

/// The report about one attempt to pull an image: with one credential, or without.
struct PullAttempt: Hashable, Sendable {
  /// Why it failed.
  var failure: PullFailure
  /// Whether it sent a credential.
  var sent: Sent = .unknown
  /// The part of the registry's system that answered or did not answer.
  var endpoint: Endpoint = .registry
  /// The host that answered or did not answer, as in the message: `ghcr.io`, `10.0.0.7:5000`.
  var host: String?
  /// The HTTP status.
  var status: Int?
  /// Whether the message says that the repository may not exist.
  var mayNotExist = false
  /// The mirrors that were tried before.
  var mirrors: [MirrorFailure] = []
  /// The decisive part of the message, on one line.
  var text: String

  /// Whether a credential was sent.
  enum Sent: Hashable, Sendable { case unknown, nothing, something }

  /// The servers of a pull.
  enum Endpoint: Hashable, Sendable {
    case registry
    /// The server that issues tokens for the registry.
    case tokenServer
    /// The store to which the registry redirects for layers.
    case blobStore
    /// A mirror of the registry that the node tries first.
    case mirror
    /// The node's HTTP proxy.
    case proxy
  }

  /// The report about one mirror.
  struct MirrorFailure: Hashable, Sendable {
    let host: String
    let failure: PullFailure
    let text: String
  }
}

/// Why a pull failed.
///
/// Ordered by the progress of the pull: of several attempts, the one that got farthest shows what is left
/// to fix.
enum PullFailure: Int, Hashable, Sendable, CaseIterable {
  /// There is no reason.
  case unsaid
  /// An unknown reason.
  case other
  /// The kubelet could not decode a pull secret, and did not pull.
  case malformedSecret
  /// The image's text is not a reference.
  case invalidName
  /// The kubelet limits the rate of pulls.
  case throttled
  /// The runtime does not know the registry of a name without one.
  case shortName
  /// The settings of the node's runtime forbid the registry.
  case blocked
  /// The runtime broke: its socket, its store, its snapshots.
  case runtime
  /// The node's file system cannot be written.
  case files
  /// The host's name is not known.
  case unknownHost
  /// The DNS server did not answer.
  case nameServer
  /// No process listens there.
  case connectionRefused
  /// There was no answer in time, or there is no route.
  case timeout
  /// The pull was cancelled before it was complete.
  case cancelled
  /// The connection was closed early.
  case connectionClosed
  /// The registry uses HTTP and the node HTTPS, or vice versa.
  case plainHTTP
  /// The certificate is not trusted.
  case tls
  /// The proxy requires credentials, or forbids the host.
  case proxy
  /// The registry does not serve this address.
  case firewall
  /// The layer store refuses a layer, although the registry returned the manifest.
  case storeRefused
  /// A 5xx status.
  case serverError
  /// The server is not a registry, but for example a web page.
  case notARegistry
  /// There were too many pulls.
  case rateLimited
  /// The registry requires credentials, or other ones.
  case refused
  /// The registry has no such repository or tag.
  case notFound
  /// A policy of the registry forbids the image: vulnerabilities, quarantine.
  case policy
  /// A policy of the node requires a signature.
  case signature
  /// The image has no variant for the node.
  case platform
  /// The runtime does not support the format of the image.
  case format
  /// The received data is not what the registry announced.
  case damaged
  /// The node's disk is full.
  case diskFull
  /// The image is not on the node, and `imagePullPolicy: Never` forbids to pull it.
  case neverPulled
  /// The image is on the node, but was pulled with credentials that this Pod does not have.
  case unverified
  /// The image was pulled; a later step failed.
  case afterPull
}
