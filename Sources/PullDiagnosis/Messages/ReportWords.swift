import ImagePullCredentials
import KubernetesPulls

/// What the cluster said of an image, put in words for a finding.
struct ReportWords {
  let context: ImageContext
  let report: PullReport

  init(_ report: PullReport, _ context: ImageContext) {
    self.report = report
    self.context = context
  }

  var attempt: PullAttempt { report.attempt }
  var failure: PullFailure { report.attempt.failure }
  var registry: SafeText { "\(word: context.registry)" }

  /// The host that answered, or did not.
  var host: SafeText { "\(word: attempt.host ?? context.registry)" }

  /// The same with its part in the pull.
  var hostAndRole: SafeText {
    switch attempt.endpoint {
    case .registry: host
    case .tokenServer:
      attempt.host == nil ? registry : "\(host), which gives tokens for \(registry),"
    case .blobStore: attempt.host == nil ? registry : "\(host), where \(registry) keeps layers,"
    case .mirror: "the mirror \(host)"
    case .proxy: "the proxy\(attempt.host == nil ? "" : " \(host)") of \(node)"
    }
  }

  /// Such as `node node-2`, or `the node`.
  var node: SafeText {
    let pods = context.pod.pods
    let name = (pods.first(where: \.isWaiting) ?? pods.first)?.spec.nodeName
    return name.map { "node \(word: $0)" } ?? "the node"
  }

  /// A claim about the image whose problem is `cause`, a sentence without its stop.
  func claim(
    _ code: Finding.Code, _ severity: Finding.Severity = .willFail,
    _ objects: [Finding.Object] = [], cause: SafeText, advice: SafeText,
    command: ShellCommand? = nil
  ) -> Claim {
    Claim(
      code, .exactly(severity), about: .image, objects,
      problem: "\(cause.sentence).", advice: advice, command: command)
  }
}

extension SafeText {
  /// The text with a capital at its beginning, unless that is a host.
  fileprivate var sentence: SafeText {
    let word = text.prefix { $0 != " " }
    return word.contains { ".:0123456789".contains($0) } ? self : capitalized
  }
}

extension ImageContext {
  /// What `make` says of each report.
  func claims(aboutReports make: (ReportWords) -> Claim?) -> [Claim] {
    reports.compactMap { make(ReportWords($0, self)) }
  }

  /// Whether one of the reports is of one of these failures.
  func hasFailure(_ failures: PullFailure...) -> Bool {
    reports.contains { failures.contains($0.failure) }
  }

  /// Whether the cluster says that the registry, or what is before it, was not reached.
  var isUnreachable: Bool { reports.contains { $0.failure.isOnTheWay } }
}

extension PullFailure {
  /// Whether it happened on the way to the registry.
  var isOnTheWay: Bool {
    switch self {
    case .unknownHost, .nameServer, .connectionRefused, .timeout, .connectionClosed, .plainHTTP,
      .tls, .proxy, .firewall, .serverError, .notARegistry:
      true
    default: false
    }
  }
}
