// What rules read about one image, and how they create claims.

import ImagePullCredentials
import KubernetesPulls

/// The context of a rule: one image of a Pod or workload.
final class ImageContext {
  let pod: PodContext
  private let facts: PodContext.Image
  /// The keys that are tried or may be intended for the image, compared with it.
  let trials: [Trial]

  /// A key of the Pod and how it compares with the image.
  struct Trial {
    /// The key's position in ``PodContext/keys``.
    let position: Int
    let key: PodKeys.Key
    let outcome: MatchResult.Outcome

    var entry: DockerConfig.Entry { key.entry }
    var secretName: String { key.secretName }
    /// The key for display.
    var displayKey: String { entry.displayKey }
    /// The compiled key; nil if it is not a URL.
    var pattern: RegistryPattern? { try? key.pattern.get() }
    /// Where the credential is in the order tried; nil if it is not tried.
    var place: Int? { outcome.index }
    /// Whether the credential is tried.
    var isTried: Bool { place != nil }
  }

  init(_ facts: PodContext.Image, of pod: PodContext) {
    self.pod = pod
    self.facts = facts
    guard pod.resolution.refusal == nil else {
      trials = []
      return
    }
    let name = facts.image.name
    trials = pod.keys.positions(near: facts.image.registry, tried: facts.places.keys).map {
      let key = pod.keys[$0]
      return Trial(
        position: $0, key: key,
        outcome: .init(of: key.pattern, imageName: name, index: facts.places[$0]))
    }
  }

  var image: ImageReference { facts.image }
  /// The containers with the image; empty for an image that is not the Pod's.
  var containers: [ContainerImage] { facts.containers }
  /// The keyring's credentials, in order.
  var credentials: [Credential] { facts.credentials }
  /// The credentials in the order tried, each once, with the positions of their keys.
  private(set) lazy var keyCredentials: [(position: Int, credential: Credential)] =
    facts.places.sorted { $0.value < $1.value }.compactMap { position, place in
      facts.credentials.indices.contains(place) ? (position, facts.credentials[place]) : nil
    }
  /// The cluster's reports about the containers.
  var reports: [PullReport] { facts.reports }
  /// Whether the image is in use: all its containers have it.
  var isInUse: Bool { facts.isInUse }
  /// Whether a credential is tried that could succeed.
  var isCovered: Bool { facts.isCovered }

  /// The image's registry, in the form of a key.
  var registry: String { image.registry }
}

// MARK: - Severity

extension ImageContext {
  /// The severity of a claim for this image.
  func severity(of weight: Claim.Weight) -> Finding.Severity {
    switch weight {
    case .absence: severityOfAbsence
    // A running container got the image with it, or had it before.
    case .suspicion: hasFailure(.refused) ? .willFail : isInUse ? .worthKnowing : .mayFail
    case .exactly(let severity): severity
    }
  }

  /// The severity of a missing credential.
  private var severityOfAbsence: Finding.Severity {
    if isCovered { return .worthKnowing }
    if hasFailure(.refused) { return .willFail }
    // An image that is in use and public can also be pulled on the next node.
    return isInUse && PublicImages.isWellKnown(host: registry) ? .worthKnowing : .mayFail
  }
}

// MARK: - The cluster's reports in words

/// A report about an image, in words for a finding.
struct ReportWords {
  let context: ImageContext
  let report: PullReport
  /// Whether the words must fit every workload with the same cause: no node and no image name.
  let isGeneral: Bool

  init(_ report: PullReport, _ context: ImageContext, isGeneral: Bool = false) {
    self.report = report
    self.context = context
    self.isGeneral = isGeneral
  }

  var attempt: PullAttempt { report.attempt }
  var failure: PullFailure { report.attempt.failure }
  var registry: SafeText { "\(word: context.registry)" }

  /// The host that answered or did not answer.
  var host: SafeText { "\(word: attempt.host ?? context.registry)" }

  /// The same with its role in the pull.
  var hostAndRole: SafeText {
    switch attempt.endpoint {
    case .registry: host
    case .tokenServer: isOwnHost ? registry : "\(host), which gives tokens for \(registry),"
    case .blobStore: isOwnHost ? registry : "\(host), where \(registry) keeps layers,"
    case .mirror: "the mirror \(host)"
    case .proxy: "the proxy\(attempt.host == nil ? "" : " \(host)") of \(node)"
    }
  }

  /// Whether the report is about the registry itself, as far as the message shows.
  var isOwnHost: Bool { attempt.host?.hasSameBytes(as: context.registry) ?? true }

  /// Such as `node node-2`, or `the node`.
  var node: SafeText { nodeName.map { "node \(word: $0)" } ?? "the node" }

  /// The node of the Pod, or of the workload's first waiting Pod.
  var nodeName: String? {
    guard !isGeneral else { return nil }
    let pods = context.pod.pods
    return (pods.first(where: \.isWaiting) ?? pods.first)?.spec.nodeName
  }

  /// A claim about the image whose problem is `cause`, a sentence without its full stop.
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
  /// The claims that `make` returns for the reports.
  func claims(aboutReports make: (ReportWords) -> Claim?) -> [Claim] {
    reports.compactMap { report in
      guard var claim = make(ReportWords(report, self)) else { return nil }
      if let general = make(ReportWords(report, self, isGeneral: true)),
        general.problem != claim.problem || general.advice != claim.advice
      {
        claim.shared = Finding.Shared(
          problem: general.problem, advice: general.advice, command: general.command)
      }
      return claim
    }
  }

  /// Whether one of the reports has one of these failures.
  func hasFailure(_ failures: PullFailure...) -> Bool {
    reports.contains { failures.contains($0.failure) }
  }

  /// Whether the cluster reports that the registry, or a host on the way, was not reached.
  var isUnreachable: Bool { reports.contains { $0.failure.isOnTheWay } }
}

extension PullFailure {
  /// Whether it happened on the way to the registry.
  var isOnTheWay: Bool {
    switch self {
    case .unknownHost, .nameServer, .connectionRefused, .timeout, .cancelled, .connectionClosed,
      .plainHTTP, .tls, .proxy, .firewall, .storeRefused, .serverError,
      .notARegistry:
      true
    default: false
    }
  }
}

// MARK: - Commands that repair a Secret

/// Command lines that repair a Secret, if no other password is lost.
extension PodContext {
  /// Recreates the Secret `name` for the registry of `image`, replacing its entry under `key`.
  ///
  /// Nil if the Secret has other passwords, which would be lost, or if a controller creates it,
  /// which would revert the change.
  func replacement(
    ofSecret name: String, key: String? = nil, for image: ImageReference?
  ) -> ShellCommand? {
    if case .config(let config) = secret(name)?.content,
      facts.secret(namespace: namespace, name: name, config).hasPassword(besides: key)
    {
      return nil
    }
    guard !hasMaker(name), let image else { return nil }
    return Kubectl(namespace).replaceSecret(
      name, RegistryLogin(for: image),
      inPlace: secret(name).map {
        $0.type == PullSecretFormat.dockerConfigJSON.type && !$0.isImmutable
      } ?? false)
  }
}

extension ImageContext {
  /// Moves the credential of a trial to the key `new`, or recreates the Secret if it has none. Also
  /// nil if another image uses the password there.
  func rekeying(_ trial: Trial, to new: String) -> ShellCommand? {
    rekeying(keyAt: trial.position, to: new)
  }

  /// The same for the key at a position of ``PodContext/keys``.
  func rekeying(keyAt position: Int, to new: String) -> ShellCommand? {
    let key = pod.keys[position]
    let (name, old) = (key.secretName, key.entry.registryKey)
    guard !pod.isInUse(keyAt: position) else { return nil }
    guard key.entry.hasPassword else {
      return pod.replacement(ofSecret: name, key: old, for: image)
    }
    guard !pod.hasMaker(name), let secret = pod.secret(name),
      secret.type == PullSecretFormat.dockerConfigJSON.type,
      // A key with userinfo is not shown, and not written into a command.
      ExactText(key.displayKey) == ExactText(old.printable),
      ExactText(RegistryPattern.displayKey(of: new)) == ExactText(new),
      !key.listed.facts.hasKey(new)
    else { return nil }
    return Kubectl(pod.namespace).rekeySecret(
      name, from: old, to: new, inPlace: !secret.isImmutable)
  }
}
