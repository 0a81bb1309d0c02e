import ImagePullCredentials

/// What the cluster said, where it is not about credentials, and where nothing else explains it.
extension Rule {
  /// Reports that are about something else than credentials.
  static let unrelatedReport = Rule.image([
    .rateLimited: "The registry has counted too many pulls.",
    .imageNotFound: "The registry does not have the image: not about credentials.",
    .registryUnreachable: "The registry cannot be reached: not about credentials.",
    .neverPulled: "The pull policy forbids the pull: not about credentials.",
    .otherPullFailure: "The pull failed for a reason that is not known here.",
    .notAPullFailure: "The container fails after its image was pulled: not about credentials.",
  ]) { context in
    PullReport.Kind.allCases.compactMap { kind in
      context.reports.first { $0.kind == kind }.flatMap { Claim(unrelated: $0, context) }
    }
  }

  /// The registry's refusal: a cause of its own where no other was found.
  static let refusedReport = Rule.image(
    [.registryRefused: "The registry refused the credentials that were tried."], when: .unexplained
  ) { context in
    guard let report = context.reports.first(where: { $0.kind == .refused }),
      let first = context.trials.first(where: \.trial.isTried)?.trial
    else { return [] }
    return [
      Claim(
        .registryRefused, .exactly(.willFail), about: .image,
        [.secret(context.pod.namespace, first.secretName, key: first.entry.registryKey)],
        problem:
          """
            \(report.said), though credentials are tried: \(word: context.registry) does not \
            accept those under \(quoted: first.displayName) of \
            \(context.pod.title(ofSecret: first.secretName)), or does not let them read the \
            repository.
            """,
        advice: """
          Check that user \(quoted: first.entry.username) may pull \
          \(quoted: context.image.repository), and renew the password.
          """
          + context.pod.makerNote(first.secretName))
    ]
  }

  /// A pull that fails without a word why, where nothing else tells.
  static let unsaidReport = Rule.image([:], when: .unexplained) { context in
    guard let report = context.reports.first,
      context.reports.allSatisfy({ $0.kind == .unsaid })
    else { return [] }
    return [
      Claim(
        .otherPullFailure, .exactly(.willFail), about: .image,
        problem: "\(report.said), and the input does not say why.",
        advice: "Give the Events too (kubectl get pods,sa,secrets,events), or read them"
          + context.pod.described)
    ]
  }
}

extension Claim {
  fileprivate init?(unrelated report: PullReport, _ context: ImageContext) {
    let registry: SafeText = "\(word: context.registry)"
    let code: Finding.Code
    let problem: SafeText
    let advice: SafeText
    var severity = Finding.Severity.willFail
    switch report.kind {
    // Found in the manifests, or said where nothing else explains them.
    case .refused, .invalidName, .unsaid: return nil
    case .rateLimited:
      code = .rateLimited
      problem = "\(registry) has counted too many pulls."
      advice =
        context.isCovered
        ? "Wait, use an account with a higher limit, or pull through a cache of your own."
        : "Anonymous pulls are counted by address: list a Secret for \(registry)."
    case .notFound:
      code = .imageNotFound
      problem =
        context.isCovered
        ? "the registry has no such image. This is not about credentials."
        : "the registry has no such image, or hides it from those who do not log in."
      advice =
        "Check repository and tag of \(quoted: context.image.asWritten)"
        + (context.isCovered ? "." : "; if it is there and private, it needs a pull secret.")
    case .unreachable:
      code = .registryUnreachable
      problem = "\(registry) was not reached. This is not about credentials."
      advice =
        "Check the name of the registry, DNS, network, proxy and certificates of the node."
    case .neverPulled:
      code = .neverPulled
      problem =
        """
          the image is not on the node, and imagePullPolicy Never forbids to pull it. This is \
          not about credentials.
          """
      advice = "Set imagePullPolicy to IfNotPresent, or load the image onto the node."
    case .other:
      code = .otherPullFailure
      problem = "the pull fails for a reason that is not known here."
      advice = "Read the message\(context.pod.described)"
    case .afterPull:
      code = .notAPullFailure
      severity = .worthKnowing
      problem =
        "its image is there, what failed came later. This is not about credentials."
      advice = "Look into the container\(context.pod.described)"
    }
    self.init(
      code, .exactly(severity), about: nil, problem: "\(report.said): \(problem)", advice: advice)
  }
}

extension PullReport {
  /// Who reports what, as the beginning of a sentence.
  fileprivate var said: SafeText {
    "The kubelet reports \(quoted: phrase) for container \(word: container)"
  }
}

extension PodContext {
  /// The end of a sentence with the command that shows what the cluster said of the Pod; of a
  /// workload's, one that waits.
  var described: SafeText {
    let waiting = pods.first { !$0.status.waiting.isEmpty }
    let command = Kubectl(namespace).describe(
      waiting == nil ? subjectKind : "Pod", waiting?.name ?? resolution.subject.metadata.name)
    return command.map { ": \($0)" } ?? "."
  }
}
