// Rules about the ServiceAccount of a Pod.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// ServiceAccounts because of which the API server rejects the Pod.
  ///
  /// Source: `Admit` and `Validate`, plugin/pkg/admission/serviceaccount/admission.go.
  static let serviceAccount = Rule.pod([
    .serviceAccountMissing:
      "The ServiceAccount does not exist, so the API server rejects its Pods.",
    .secretNotMountable:
      """
    The ServiceAccount's annotation `kubernetes.io/enforce-mountable-secrets` forbids pull \
    secrets that it does not list.
    """,
  ]) { pod in
    let name = pod.resolution.subject.podSpec.effectiveServiceAccountName
    if let said = pod.whoSaysMissing(serviceAccount: name) {
      return [.serviceAccountMissing(name, said: said, pod)]
    }
    for case .serviceAccount(_, let use) in pod.resolution.steps {
      // An admitted Pod had its ServiceAccount.
      if use == .notFound || use == .hiddenByPodList, pod.resolution.serviceAccount == nil,
        name != ServiceAccount.defaultName, pod.manifests == nil,
        pod.index.hasServiceAccounts(in: pod.namespace)
      {
        return [.serviceAccountMissing(name, said: nil, pod)]
      }
      if use == .hiddenByPodList, let account = pod.resolution.serviceAccount,
        account.enforcesMountableSecrets
      {
        return .notMountable(account, pod)
      }
    }
    return []
  }

  /// Another ServiceAccount lists the Secret, usually because one of the two is `default`: a Pod
  /// without a ServiceAccount runs as `default`, whose list does not apply to the others.
  static let otherServiceAccount = Rule.image([
    .defaultServiceAccountTrap:
      """
    Only the Pod's own ServiceAccount counts: what `default` lists does not apply to Pods \
    that run as another one, and a Pod that names none runs as `default`.
    """
  ]) { context in
    guard !context.isCovered, context.pod.resolution.refusal == nil,
      let found = OtherServiceAccount(for: context)
    else { return [] }
    return [found.isForgotten ? found.forgotten : found.trap]
  }
}

extension Claim {
  fileprivate static func serviceAccountMissing(
    _ name: String, said: String?, _ pod: PodContext
  ) -> Claim {
    let title: SafeText = "ServiceAccount \(word: pod.namespace)/\(word: name)"
    return Claim(
      .serviceAccountMissing, .exactly(.willFail), about: .serviceAccount,
      [.serviceAccount(pod.namespace, name)],
      problem: said.map {
        "\(title) does not exist, so the API server rejects the Pod: \(quoted: $0)."
      }
        ?? """
        \(title) is not in the input; if it does not exist, the API server rejects the Pod.
        """,
      advice: "Create it, or change \(pod.target.path("serviceAccountName")).",
      command: Kubectl(pod.namespace).createServiceAccount(name))
  }
}

extension PodContext {
  /// The cluster's error that it cannot create Pods because the ServiceAccount does not exist; nil if
  /// there is none. An error is outdated if the ServiceAccount is among the objects.
  fileprivate func whoSaysMissing(serviceAccount name: String) -> String? {
    guard resolution.serviceAccount == nil else { return nil }
    let error = "serviceaccount \"\(name)\" not found"
    return creationErrors.first { $0.hasBytes(error) }.map(MessageSecrets.removed)
  }
}

extension [Claim] {
  fileprivate static func notMountable(_ account: ServiceAccount, _ pod: PodContext) -> [Claim] {
    let allowed = pod.facts.secrets(of: account, in: pod.index)
    let refused = pod.resolution.subject.podSpec.imagePullSecrets.compactMap(\.name)
      .filter { !allowed.contains($0) }
    guard let name = refused.first else { return [] }
    return [
      Claim(
        .secretNotMountable, .exactly(.willFail), about: .serviceAccount,
        [.serviceAccount(account.namespace, account.name), .secret(pod.namespace, name)],
        problem: """
          \(account.title) has the annotation \
          kubernetes.io/enforce-mountable-secrets and does not list \
          \(listed(refused.map { "\(quoted: $0)" })), so the API server refuses the Pod.
          """,
        advice: """
          Add \(quoted: name) to the imagePullSecrets of the ServiceAccount, or take the \
          annotation off.
          """,
        command: Kubectl(account.namespace).addPullSecret(name, to: account))
    ]
  }
}

/// A ServiceAccount other than the Pod's that lists a Secret for the image.
private struct OtherServiceAccount {
  let context: ImageContext
  let own: String
  let secretName: String
  let account: String

  /// `default` if it lists one, or else the one with the workload's name, or else the first.
  init?(for context: ImageContext) {
    let pod = context.pod
    let own = pod.resolution.subject.podSpec.effectiveServiceAccountName
    let names = pod.index.secretNames(for: context.image, in: pod.namespace)
    func found() -> (secret: String, account: String)? {
      for account in [ServiceAccount.defaultName, pod.target.name]
      where !account.hasSameBytes(as: own) {
        let name = names.first {
          pod.index.serviceAccount(account, lists: $0, in: pod.namespace)
        }
        if let name { return (name, account) }
      }
      // Each name is skipped at most once for the Pod's own account.
      for name in names {
        let accounts = pod.index.serviceAccounts(listing: name, in: pod.namespace)
        if let account = accounts.first(where: { !$0.hasSameBytes(as: own) }) {
          return (name, account)
        }
      }
      return nil
    }
    guard let found = found() else { return nil }
    self.context = context
    self.own = own
    (secretName, account) = found
  }

  private var pod: PodContext { context.pod }

  /// Whether the Pod runs as `default`, which the API server also sets if none is named.
  var isForgotten: Bool { own == ServiceAccount.defaultName }

  /// The Pod names no ServiceAccount, and the Secret is in the list of one that was created for it.
  var forgotten: Claim {
    let field = pod.target.path("serviceAccountName")
    return Claim(
      .defaultServiceAccountTrap, .absence, about: .lists,
      [.serviceAccount(pod.namespace, account), .secret(pod.namespace, secretName)],
      problem: """
        \(pod.target.description) runs as ServiceAccount default; \(quoted: secretName), which \
        has a key for the image, is listed by ServiceAccount \(word: account).
        """,
      advice: "Set \(field) to \(quoted: account).", command: pod.target.running(as: account))
  }

  var trap: Claim {
    Claim(
      .defaultServiceAccountTrap, .absence, about: .lists,
      [
        .serviceAccount(pod.namespace, own), .serviceAccount(pod.namespace, account),
        .secret(pod.namespace, secretName),
      ],
      problem: """
        \(pod.target.description) runs as ServiceAccount \(word: own); \(quoted: secretName), \
        which has a key for the image, is listed by ServiceAccount \(word: account) and does \
        not apply.
        """,
      advice: "List it in ServiceAccount \(word: own) too, and recreate the Pods.",
      command: pod.resolution.serviceAccount.flatMap {
        Kubectl(pod.namespace).addPullSecret(secretName, to: $0)
      })
  }
}
