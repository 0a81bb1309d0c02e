import ImagePullCredentials

/// ServiceAccounts that keep the API server from making the Pod.
///
/// Source: `Admit` and `Validate`, plugin/pkg/admission/serviceaccount/admission.go.
enum ServiceAccountFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    for case .serviceAccount(let name, let use) in context.resolution.steps {
      if use == .notFound, name != ServiceAccount.defaultName,
        context.index.hasServiceAccounts(in: context.namespace)
      {
        return [missing(name, context)]
      }
      if use == .hiddenByPodList, let account = context.resolution.serviceAccount,
        account.enforcesMountableSecrets
      {
        return notMountable(account, context)
      }
    }
    return []
  }

  private static func missing(_ name: String, _ context: ImageContext) -> Finding {
    context.finding(
      .serviceAccountMissing, .willFail, [.serviceAccount(context.namespace, name)],
      problem: "ServiceAccount \(printable(context.namespace))/\(printable(name)) does not exist, "
        + "so the API server makes no Pod that runs as it.",
      advice: "Make it, or change \(context.target.path("serviceAccountName")).",
      command: Kubectl.line(context.namespace, "create", "serviceaccount", .name(name)))
  }

  private static func notMountable(
    _ account: ServiceAccount, _ context: ImageContext
  ) -> [Finding] {
    let allowed = Set(account.imagePullSecrets.compactMap(\.name))
    let refused = context.resolution.subject.podSpec.imagePullSecrets.compactMap(\.name)
      .filter { !allowed.contains($0) }
    guard let name = refused.first else { return [] }
    return [
      context.finding(
        .secretNotMountable, .willFail,
        [.serviceAccount(account.namespace, account.name), .secret(context.namespace, name)],
        problem: "ServiceAccount \(printable(account.namespace))/\(printable(account.name)) has "
          + "the annotation kubernetes.io/enforce-mountable-secrets and does not list "
          + "\(listed(refused.map(quoted))), so the API server refuses the Pod.",
        advice: "Add \(quoted(name)) to the imagePullSecrets of the ServiceAccount, or take the "
          + "annotation off.")
    ]
  }
}
