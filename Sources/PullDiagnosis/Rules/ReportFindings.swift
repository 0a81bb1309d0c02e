import ImagePullCredentials

/// What the cluster said, where it is not about credentials, and where nothing else explains it.
enum ReportFindings {
  /// Reports that are about something else than credentials.
  static func findUnrelated(_ context: ImageContext) -> [Finding] {
    PullReport.Kind.allCases.compactMap { kind in
      guard let report = context.reports.first(where: { $0.kind == kind }) else { return nil }
      return make(report, context)
    }
  }

  private static func make(_ report: PullReport, _ context: ImageContext) -> Finding? {
    let registry = printable(context.registry)
    let said =
      "The kubelet reports \(quoted(report.phrase)) for container "
      + printable(report.container)
    switch report.kind {
    // Found in the manifests, or said by findRefusal and findUnsaid.
    case .refused, .invalidName, .unsaid: return nil
    case .rateLimited:
      return context.finding(
        .rateLimited, .willFail,
        problem: "\(said): \(registry) has counted too many pulls.",
        advice: context.isCovered
          ? "Wait, use an account with a higher limit, or pull through a cache of your own."
          : "Anonymous pulls are counted by address: list a Secret for \(registry).")
    case .notFound:
      return context.finding(
        .imageNotFound, .willFail,
        problem: context.isCovered
          ? "\(said): the registry has no such image. This is not about credentials."
          : "\(said): the registry has no such image, or hides it from those who do not log in.",
        advice: "Check repository and tag of \(quoted(context.image.asWritten))"
          + (context.isCovered ? "." : "; if it is there and private, it needs a pull secret."))
    case .unreachable:
      return context.finding(
        .registryUnreachable, .willFail,
        problem: "\(said): \(registry) was not reached. This is not about credentials.",
        advice: "Check the name of the registry, DNS, network, proxy and certificates of the node.")
    case .neverPulled:
      return context.finding(
        .neverPulled, .willFail,
        problem: "\(said): the image is not on the node, and imagePullPolicy Never forbids to pull "
          + "it. This is not about credentials.",
        advice: "Set imagePullPolicy to IfNotPresent, or load the image onto the node.")
    case .other:
      return context.finding(
        .otherPullFailure, .willFail,
        problem: "\(said) with a message that does not read like one about credentials.",
        advice: "Read the message\(describe(context))")
    case .afterPull:
      return context.finding(
        .notAPullFailure, .worthKnowing,
        problem: "\(said): its image is there, what failed came later. This is not about "
          + "credentials.",
        advice: "Look into the container\(describe(context))")
    }
  }

  /// The registry's refusal: a cause of its own where no other was found.
  static func findRefusal(_ context: ImageContext, isExplained: Bool) -> [Finding] {
    guard let report = context.reports.first(where: { $0.kind == .refused }) else { return [] }
    let said =
      "The kubelet reports \(quoted(report.phrase)) for container "
      + printable(report.container)
    if isExplained {
      return [
        context.finding(
          .registryRefused, .worthKnowing, problem: "\(said), which fits the above.",
          advice: "Do what is said above. A Secret that is fixed is used at the kubelet's next "
            + "try, at most 5 minutes later.")
      ]
    }
    guard let first = context.trials.first(where: \.isTried) else { return [] }
    return [
      context.finding(
        .registryRefused, .willFail,
        [.secret(context.namespace, first.secretName, key: first.entry.registryKey)],
        problem: "\(said), though credentials are tried: \(printable(context.registry)) does not "
          + "accept those under \(quoted(first.displayName)) of "
          + "\(context.title(ofSecret: first.secretName)), or does not let them read the "
          + "repository.",
        advice: "Check that user \(quoted(first.entry.username)) may pull "
          + "\(quoted(context.image.repository)), and renew the password."
          + context.makerNote(first.secretName))
    ]
  }

  /// A pull that fails without a word why, where nothing else tells.
  static func findUnsaid(_ context: ImageContext, isExplained: Bool) -> [Finding] {
    guard !isExplained, let report = context.reports.first,
      context.reports.allSatisfy({ $0.kind == .unsaid })
    else { return [] }
    return [
      context.finding(
        .otherPullFailure, .willFail,
        problem: "The kubelet reports \(quoted(report.phrase)) for container "
          + "\(printable(report.container)), and the input does not say why.",
        advice: "Give the Events too (kubectl get pods,sa,secrets,events), or read them"
          + describe(context))
    ]
  }

  /// Shows what the cluster said of the Pod; of a workload's, one that waits. Empty for a name that
  /// is none.
  private static func describe(_ context: ImageContext) -> String {
    let pod = context.pod.pods.first { !$0.status.waiting.isEmpty }
    let name = pod?.name ?? context.resolution.subject.metadata.name
    let kind = pod == nil ? context.subjectKind : "Pod"
    let command = Kubectl.line(
      context.namespace, "describe", .name(kind.lowercased()), .name(name))
    return command.map { ": \($0)" } ?? "."
  }
}
