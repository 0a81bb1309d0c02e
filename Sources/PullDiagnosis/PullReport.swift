import ImagePullCredentials

/// What the cluster said of a container's image: the reason why the container waits, or an Event of
/// the kubelet.
struct PullReport: Hashable {
  /// The container or image volume.
  let container: String
  /// What it says about the pull.
  let kind: Kind
  /// The words that decided, such as `401 Unauthorized`.
  let phrase: String

  enum Kind: Hashable, CaseIterable {
    /// The registry counts pulls, and has counted too many.
    case rateLimited
    /// The registry wants other credentials, or any.
    case refused
    /// The registry has no such image.
    case notFound
    /// The registry was not reached, or could not be trusted.
    case unreachable
    /// The image may not be pulled by the Pod's own policy.
    case neverPulled
    /// The image's text is no reference.
    case invalidName
    /// The pull failed, for a reason that is not known here.
    case other
    /// The pull failed, and nobody says why.
    case unsaid
    /// The image is there; something later failed.
    case afterPull
  }

  /// A container that waits; nil if it only waits for its turn.
  init?(_ waiting: Pod.ContainerStatus) {
    self.init(container: waiting.name, reason: waiting.reason, message: waiting.message)
  }

  /// An Event of the kubelet about a container; nil for other Events.
  init?(_ event: Event) {
    guard event.reason == "Failed",
      let container = Self.container(inFieldPath: event.involvedObject.fieldPath),
      event.message.hasBytes("pull", ignoringASCIICase: true)
    else { return nil }
    self.init(container: container, reason: "ErrImagePull", message: event.message)
  }

  private init?(container: String, reason: String, message: String) {
    self.container = container
    if let kind = Self.reasons[reason] {
      self.kind = kind
      phrase = reason
    } else if Self.pullReasons.contains(reason) {
      if let found = Self.find(in: message) {
        (kind, phrase) = (found.kind, found.phrase)
      } else {
        (kind, phrase) = (Self.isBare(message) ? .unsaid : .other, reason)
      }
    } else {
      return nil
    }
  }

  /// Whether `message` says no more than a reason does: the kubelet repeats its back-off without the
  /// cause, and follows up each Event that has one with `Error: ErrImagePull`.
  private static func isBare(_ message: String) -> Bool {
    message.isEmpty || message.hasPrefix("Back-off ") && !message.hasBytes("\": ")
      || pullReasons.contains { message == "Error: \($0)" }
  }

  /// `api` of `spec.containers{api}`.
  private static func container(inFieldPath path: String?) -> String? {
    guard let path, let open = path.utf8.firstIndex(of: UInt8(ascii: "{")),
      path.utf8.last == UInt8(ascii: "}")
    else { return nil }
    return String(path[path.utf8.index(after: open)...].dropLast())
  }
}

// MARK: - Words

extension PullReport {
  /// Reasons that say all. Source: pkg/kubelet/images/types.go and container/sync_result.go.
  private static let reasons: [String: Kind] = [
    "InvalidImageName": .invalidName, "ErrImageNeverPull": .neverPulled,
    "RegistryUnavailable": .unreachable,
    "CrashLoopBackOff": .afterPull, "CreateContainerConfigError": .afterPull,
    "CreateContainerError": .afterPull, "RunContainerError": .afterPull,
  ]

  /// Reasons whose message tells what failed.
  private static let pullReasons: Set<String> = [
    "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "SignatureValidationFailed",
  ]

  /// The first of ``phrases`` that occurs in `message`.
  private static func find(in message: String) -> (phrase: String, kind: Kind)? {
    phrases.first { message.hasBytes($0.phrase, ignoringASCIICase: true) }
  }

  /// What registries and container runtimes write, the telling words before those that come with
  /// several causes: a token that cannot be fetched may be the network's fault.
  private static let phrases: [(phrase: String, kind: Kind)] = [
    ("toomanyrequests", .rateLimited), ("429 Too Many Requests", .rateLimited),
    ("429 (Too Many Requests)", .rateLimited), ("pull rate limit", .rateLimited),
    ("authorization token has expired", .refused), ("401 Unauthorized", .refused),
    ("403 Forbidden", .refused), ("403 (Forbidden)", .refused),
    ("connection refused", .unreachable), ("no route to host", .unreachable),
    ("no such host", .unreachable), ("i/o timeout", .unreachable),
    ("TLS handshake timeout", .unreachable), ("x509:", .unreachable),
    ("server gave HTTP response to HTTPS client", .unreachable),
    ("connection reset by peer", .unreachable), ("network is unreachable", .unreachable),
    ("context deadline exceeded", .unreachable), ("connection timed out", .unreachable),
    ("500 Internal Server Error", .unreachable), ("502 Bad Gateway", .unreachable),
    ("503 Service Unavailable", .unreachable), ("504 Gateway", .unreachable),
    ("unauthorized: authentication required", .refused), ("no basic auth credentials", .refused),
    ("pull access denied", .refused), ("authentication required", .refused),
    ("authorization failed", .refused), ("insufficient_scope", .refused), ("denied:", .refused),
    ("incorrect username or password", .refused), ("failed to fetch anonymous token", .refused),
    ("unauthorized", .refused),
    // An image that is there, but not for the node's platform, is not found either.
    ("no match for platform", .other), ("no matching manifest for", .other),
    ("manifest unknown", .notFound), ("manifest for ", .notFound), ("name unknown", .notFound),
    ("404 Not Found", .notFound), ("404 (Not Found)", .notFound), (": not found", .notFound),
    ("repository does not exist", .notFound),
  ]
}
