// The kubelet's message about a pull, taken apart into attempts.

import ImagePullCredentials

/// What the kubelet says of a pull, taken apart: the image, and each attempt.
///
/// The kubelet tries one credential after the other and puts their errors in a row, `[one, two]`.
/// Source: `PullImage`, pkg/kubelet/kuberuntime/kuberuntime_image.go.
///
/// Text from the cluster is not trusted: reading takes linear time, and what is kept is bounded.
struct PullMessage: Hashable, Sendable {
  /// The image that the message names, as it names it.
  private(set) var image: String?
  /// Whether it is the image of the Pod's sandbox, which no pull secret is used for.
  private(set) var isSandboxImage = false
  /// The attempts that failed, in order; empty if the message does not say why.
  private(set) var attempts: [PullAttempt] = []

  /// How much of a message is read, in bytes. An Event has 1,024 at most.
  static let maximumLength = 16_384
  /// How many attempts are kept.
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

  /// The attempt that came farthest; nil if nothing was said.
  ///
  /// The kubelet stops at the credential that works, so that a credential which came to "not found"
  /// was accepted, whatever became of the others. Of equals one that sent a credential counts.
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
      // Errors hold commas too. Those between them come before an error's first words.
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

  /// What follows from several facts together.
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
    // A mirror's requests name the registry that they stand for. Those of older versions do not; but
    // Docker Hub sends nobody to another host for a manifest.
    let isForHub =
      endpoint == .registry && facts.urlPath.hasBytes("/manifests/")
      && registry?.hasSameBytes(as: Self.dockerHub) == true
    if let host, let registry = facts.mirrored ?? (isForHub ? registry : nil),
      endpoint == .registry || endpoint == .blobStore, !Self.isHost(host, of: registry)
    {
      endpoint = .mirror
    }
    // The manifest was read before, with the same credential: what refuses is the store that the registry
    // sends clients to, or what is before it. The message may have the registry's URL or the store's.
    if failure == .refused, status == 403, endpoint == .blobStore,
      !facts.urlPath.hasBytes("/manifests/")
    {
      failure = .storeRefused
    }
    // What speaks HTTPS answers a request in plain HTTP so.
    if failure == .other, status == 400, text.hasBytes("request to http://") {
      failure = .plainHTTP
    }
    if failure == .refused, sent == .unknown, status == 403 {
      // A token server that is asked without a user says so ("anonymous"), and ECR answers 401.
      let isECR = (host ?? registry ?? "").hasBytes(".dkr.ecr")
      if endpoint == .tokenServer || isECR { sent = .something }
    }
  }
}

extension PullAttempt {
  private static let dockerHub = "docker.io"

  /// The part of an error of CRI-O's that is about the image: having failed to pull that, it tries the
  /// same as an artifact, and fails the same way or for being an image.
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

/// What was said of one try to pull an image: with one credential, or with none.
struct PullAttempt: Hashable, Sendable {
  /// Why it failed.
  var failure: PullFailure
  /// Whether a credential went with it.
  var sent: Sent = .unknown
  /// The part of the registry's system that answered, or did not.
  var endpoint: Endpoint = .registry
  /// The host that answered, or did not, as the message has it: `ghcr.io`, `10.0.0.7:5000`.
  var host: String?
  /// The HTTP status.
  var status: Int?
  /// Whether the message says that the repository may not exist as well.
  var mayNotExist = false
  /// The mirrors that were tried before.
  var mirrors: [MirrorFailure] = []
  /// The decisive part of the message, on one line.
  var text: String

  /// Whether a credential was sent.
  enum Sent: Hashable, Sendable { case unknown, nothing, something }

  /// Who answers a pull besides the registry itself.
  enum Endpoint: Hashable, Sendable {
    case registry
    /// The server that gives tokens for the registry.
    case tokenServer
    /// The store that the registry sends clients to for layers.
    case blobStore
    /// A mirror of the registry that the node is told to ask first.
    case mirror
    /// The node's HTTP proxy.
    case proxy
  }

  /// What was said of one mirror.
  struct MirrorFailure: Hashable, Sendable {
    let host: String
    let failure: PullFailure
    let text: String
  }
}

/// Why a pull failed.
///
/// In the order of how far the pull came: of several attempts, the one that came farthest tells
/// what is left to repair.
enum PullFailure: Int, Hashable, Sendable, CaseIterable {
  /// Nobody says why.
  case unsaid
  /// A reason that is not known here.
  case other
  /// The kubelet could not decode a pull secret, and did not pull.
  case malformedSecret
  /// The image's text is not a reference.
  case invalidName
  /// The kubelet starts no more pulls a second than it is told to.
  case throttled
  /// The runtime does not know at which registry a name without one is.
  case shortName
  /// The settings of the node's runtime forbid the registry.
  case blocked
  /// The runtime broke: its socket, its store, its snapshots.
  case runtime
  /// The node's file system refuses to be written.
  case files
  /// The host's name is not known.
  case unknownHost
  /// The DNS server did not answer.
  case nameServer
  /// Nobody listens.
  case connectionRefused
  /// Nobody answered in time, or no route leads there.
  case timeout
  /// The pull was given up before it was complete.
  case cancelled
  /// The connection was closed early.
  case connectionClosed
  /// The registry speaks HTTP, the node HTTPS, or the reverse.
  case plainHTTP
  /// The certificate is not trusted.
  case tls
  /// The proxy wants credentials, or forbids the host.
  case proxy
  /// The registry does not serve this address.
  case firewall
  /// The store of the layers does not give them, though the registry gave the manifest.
  case storeRefused
  /// A 5xx status.
  case serverError
  /// What answered is no registry, such as a web page.
  case notARegistry
  /// Too many pulls were counted.
  case rateLimited
  /// The registry wants other credentials, or any.
  case refused
  /// The registry has no such repository or tag.
  case notFound
  /// A policy of the registry forbids the image: vulnerabilities, quarantine.
  case policy
  /// A policy of the node wants a signature.
  case signature
  /// The image has no variant for the node.
  case platform
  /// The image is of a format that the runtime does not read.
  case format
  /// What arrived is not what the registry announced.
  case damaged
  /// The node's disk is full.
  case diskFull
  /// The image is not on the node, and `imagePullPolicy: Never` forbids to pull it.
  case neverPulled
  /// The image is on the node, and was pulled with credentials that this Pod does not have.
  case unverified
  /// The image is there; something later failed.
  case afterPull
}
