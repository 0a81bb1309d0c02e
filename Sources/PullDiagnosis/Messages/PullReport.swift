// Reports about pulls in container statuses and Events.

import ImagePullCredentials
package import KubernetesPulls

/// A report of the cluster about an image: in the status of a container that waits for it, or in an
/// Event.
struct PullReport: Hashable, Sendable {
  /// The reporting container; nil if none is named. For image volumes, it is not the container of
  /// the image.
  let container: String?
  /// The reason, such as `ImagePullBackOff`.
  let reason: String
  /// Whether it is in the status of a container, which is the current state.
  let isStatus: Bool
  /// The time of the report; a status has none.
  private(set) var time: Timestamp?
  let message: PullMessage
  /// The decisive attempt.
  let attempt: PullAttempt

  /// The report of a waiting container; nil if it only waits for its turn.
  init?(_ waiting: Pod.ContainerStatus) {
    guard Self.isAboutImages(waiting.reason) || Self.afterPull.contains(waiting.reason) else {
      return nil
    }
    self.init(
      container: waiting.name, reason: waiting.reason, message: waiting.message, isStatus: true)
  }

  /// An Event of the kubelet about the image of a Pod; nil for other Events.
  init?(_ event: Event) {
    switch event.reason {
    case "Failed":
      guard event.message.hasBytes("pull", ignoringASCIICase: true) else { return nil }
      self.init(event, reason: "ErrImagePull")
    case "BackOff":
      guard event.message.hasPrefix("Back-off pulling image") else { return nil }
      self.init(event, reason: "ImagePullBackOff")
    case "ErrImageNeverPull": self.init(event, reason: event.reason)
    case "InspectFailed":
      // Also for an image that is not a reference.
      self.init(event, reason: "ImageInspectError")
    case "FailedCreatePodSandBox":
      self.init(event, reason: event.reason)
      guard message.isSandboxImage else { return nil }
    default: return nil
    }
  }

  private init(_ event: Event, reason: String) {
    self.init(
      container: Self.container(inFieldPath: event.involvedObject.fieldPath), reason: reason,
      message: event.message, isStatus: false)
    time = event.lastTimestamp
  }

  private init(container: String?, reason: String, message: String, isStatus: Bool) {
    self.container = container
    self.isStatus = isStatus
    self.reason = reason
    self.message = PullMessage(message)
    var attempt = self.message.decisive ?? PullAttempt(failure: .unsaid, text: "")
    if let failure = Self.failure(of: reason, attempt.failure) { attempt.failure = failure }
    if attempt.text.isEmpty { attempt.text = reason.printable }
    self.attempt = attempt
  }

  var failure: PullFailure { attempt.failure }

  /// The decisive part of the report about each attempt, and about the mirrors that were tried
  /// before: one line each, safe to show. Empty if the message does not say why.
  var texts: [String] {
    var texts: [String] = []
    for attempt in message.attempts {
      let mirrors = attempt.mirrors.map { mirror in
        "mirror \(mirror.host.displayWord): \(mirror.text)"
      }
      for text in [attempt.text] + mirrors where !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  /// The failures that reasons imply, regardless of the message.
  private static func failure(of reason: String, _ said: PullFailure) -> PullFailure? {
    switch reason {
    case "InvalidImageName": .invalidName
    case "ErrImageNeverPull": said == .unverified ? .unverified : .neverPulled
    case "SignatureValidationFailed": .signature
    // The runtime looks for the image without contacting a registry.
    case "ImageInspectError": said == .invalidName ? .invalidName : .runtime
    case "RegistryUnavailable": said.rawValue <= PullFailure.other.rawValue ? .serverError : nil
    default: afterPull.contains(reason) ? .afterPull : nil
    }
  }

  /// The reasons of a container whose image is on the node.
  private static let afterPull = [
    "CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    "PreStartHookError", "PostStartHookError", "StartError",
  ]

  /// Whether a container waits with this reason because its image cannot be pulled.
  ///
  /// Source: pkg/kubelet/images/types.go and the CRI's errors.
  fileprivate static func isAboutImages(_ reason: String) -> Bool {
    [
      "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "ErrImageNeverPull",
      "InvalidImageName", "RegistryUnavailable", "SignatureValidationFailed",
    ].contains(reason)
  }

  /// `api` of `spec.containers{api}`.
  private static func container(inFieldPath path: String?) -> String? {
    guard let path, let open = path.utf8.firstIndex(of: UInt8(ascii: "{")),
      path.utf8.last == UInt8(ascii: "}")
    else { return nil }
    return String(path[path.utf8.index(after: open)...].dropLast())
  }

  /// The same report with the time of an equal Event.
  func at(_ time: Timestamp?) -> PullReport {
    var report = self
    report.time = time
    return report
  }
}

extension Pod {
  /// Whether a container waits because its image cannot be pulled.
  package var failsToPull: Bool {
    status.waiting.contains { PullReport.isAboutImages($0.reason) }
  }
}
