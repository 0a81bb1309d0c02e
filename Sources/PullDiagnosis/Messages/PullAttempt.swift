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
  /// The image's text is no reference.
  case invalidName
  /// The kubelet starts no more pulls a second than it is told to.
  case throttled
  /// The runtime broke: its socket, its store, its snapshots.
  case runtime
  /// The host's name is not known.
  case unknownHost
  /// The DNS server did not answer.
  case nameServer
  /// Nobody listens.
  case connectionRefused
  /// Nobody answered in time, or no route leads there.
  case timeout
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
  /// The node's disk is full.
  case diskFull
  /// The image is not on the node, and `imagePullPolicy: Never` forbids to pull it.
  case neverPulled
  /// The image is on the node, and was pulled with credentials that this Pod does not have.
  case unverified
  /// The image is there; something later failed.
  case afterPull
}
