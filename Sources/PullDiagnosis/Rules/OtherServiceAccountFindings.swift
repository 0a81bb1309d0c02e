import ImagePullCredentials

/// Another ServiceAccount lists the Secret, mostly because one of the two is `default`: a Pod that
/// names none runs as that, and what that one lists is not for the others.
enum OtherServiceAccountFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    let own = context.resolution.subject.podSpec.effectiveServiceAccountName
    guard !context.isCovered, context.resolution.refusal == nil,
      context.resolution.serviceAccount.flatMap({ context.helpfulSecret(of: $0) }) == nil,
      let (name, other) = helpfulAccount(than: own, context)
    else { return [] }
    let isForgotten = context.resolution.subject.podSpec.isDefaultServiceAccount
    return [
      isForgotten ? forgotten(name, other, context) : trap(name, own: own, other: other, context)
    ]
  }

  /// A ServiceAccount that lists a Secret for the image: `default` if it does, or else the one of
  /// the workload's name, or else the first.
  private static func helpfulAccount(
    than own: String, _ context: ImageContext
  ) -> (secret: String, account: String)? {
    let names = context.index.secretNames(for: context.image, in: context.namespace)
    for account in [ServiceAccount.defaultName, context.target.name] where account != own {
      let name = names.first {
        context.index.serviceAccount(account, lists: $0, in: context.namespace)
      }
      if let name { return (name, account) }
    }
    // Each name is passed over once for the own account at most.
    for name in names {
      let accounts = context.index.serviceAccounts(listing: name, in: context.namespace)
      if let account = accounts.first(where: { $0 != own }) { return (name, account) }
    }
    return nil
  }

  /// The Pod names no ServiceAccount, and the Secret is on one that somebody made for it.
  private static func forgotten(
    _ name: String, _ other: String, _ context: ImageContext
  ) -> Finding {
    let field = context.target.path("serviceAccountName")
    return context.finding(
      .defaultServiceAccountTrap, context.severityOfAbsence,
      [.serviceAccount(context.namespace, other), .secret(context.namespace, name)],
      problem: "\(context.target.description) runs as ServiceAccount default; \(quoted(name)), "
        + "which has a key for the image, is listed by ServiceAccount \(printable(other)).",
      advice: "Set \(field) to \(quoted(other)).",
      command: context.target.running(as: other))
  }

  private static func trap(
    _ name: String, own: String, other: String, _ context: ImageContext
  ) -> Finding {
    context.finding(
      .defaultServiceAccountTrap, context.severityOfAbsence,
      [
        .serviceAccount(context.namespace, own), .serviceAccount(context.namespace, other),
        .secret(context.namespace, name),
      ],
      problem: "\(context.target.description) runs as ServiceAccount \(printable(own)); "
        + "\(quoted(name)), which has a key for the image, is listed by ServiceAccount "
        + "\(printable(other)) and does not apply.",
      advice: "List it in ServiceAccount \(printable(own)) too, and make the Pods anew.",
      command: context.resolution.serviceAccount.flatMap { Kubectl.patch($0, adding: name) })
  }
}

extension PodSpec {
  /// Whether the Pod runs as `default`, which is also what the API server writes where none is named.
  fileprivate var isDefaultServiceAccount: Bool {
    effectiveServiceAccountName == ServiceAccount.defaultName
  }
}
