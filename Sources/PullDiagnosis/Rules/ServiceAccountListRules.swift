import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// The ServiceAccount's list has the Secret, and the Pod was not given it.
  ///
  /// Source: `Admit`, plugin/pkg/admission/serviceaccount/admission.go, copies the list when a Pod is
  /// made whose own is empty, and never later.
  static let serviceAccountList = Rule.image([
    .serviceAccountSecretsNotMerged:
      """
    When a Pod is made, the ServiceAccount's `imagePullSecrets` are copied only if the \
    Pod's own list is empty; one item in it, even one that a webhook adds, hides them all.
    """,
    .serviceAccountPatchedLate:
      "The ServiceAccount lists the Secret now, but its list is copied only when a Pod is made.",
  ]) { context in
    guard !context.isCovered, context.pod.resolution.refusal == nil,
      let account = context.pod.resolution.serviceAccount,
      let name = context.pod.accountSecret(for: context.image)
    else { return [] }
    let unused = UnusedList(secretName: name, account: account, context: context)
    for case .serviceAccount(_, let use) in context.pod.resolution.steps {
      switch use {
      case .hiddenByPodList: return [unused.notMerged]
      case .alreadyAdmitted:
        guard context.pod.isTemplateListEmpty else { return [unused.notMerged] }
        return [unused.addition.map(unused.hidden) ?? unused.patchedLate]
      case .copied, .appended, .staticPod, .emptyList, .notFound: return []
      }
    }
    return []
  }
}

/// A Secret of the ServiceAccount's list that is for the image, and that the Pod was not given.
private struct UnusedList {
  let secretName: String
  let account: ServiceAccount
  let context: ImageContext

  private var pod: PodContext { context.pod }

  private func claim(
    _ code: Finding.Code, _ weight: Claim.Weight = .absence, problem: SafeText, advice: SafeText,
    command: ShellCommand?, shared: Finding.Shared? = nil
  ) -> Claim {
    Claim(
      code, weight, about: .lists,
      [.serviceAccount(account.namespace, account.name), .secret(pod.namespace, secretName)],
      problem: problem, advice: advice, command: command, shared: shared)
  }

  /// A Secret that the Pod lists and that neither its template nor, now, its ServiceAccount does:
  /// something added it on the way, such as a webhook, unless the ServiceAccount was changed since.
  var addition: String? {
    let known = pod.facts.secrets(of: account, in: pod.index)
    let name = pod.resolution.subject.podSpec.imagePullSecrets.lazy.compactMap(\.name)
      .first { !known.contains($0) }
    return times.isEmpty ? name : nil
  }

  func hidden(by addition: String) -> Claim {
    claim(
      .serviceAccountSecretsNotMerged,
      problem: """
        \(pod.subject) lists \(quoted: addition), which neither \(pod.target.description) nor \
        ServiceAccount \(word: account.name) does: something such as a webhook adds it, so \
        those of the ServiceAccount are ignored; \(quoted: secretName) there has a key for the \
        image.
        """,
      advice: """
        Add \(quoted: secretName) to \(pod.target.path("imagePullSecrets")), or have the \
        webhook add it.
        """,
      command: pod.target.adding(secret: secretName))
  }

  var notMerged: Claim {
    claim(
      .serviceAccountSecretsNotMerged,
      problem: """
        \(pod.target.description) lists its own imagePullSecrets, so those of ServiceAccount \
        \(word: account.name) are ignored; \(quoted: secretName) there has a key for the image.
        """,
      advice: """
        Add \(quoted: secretName) to \(pod.target.path("imagePullSecrets")), or remove that \
        list.\(pod.target.editNote)
        """,
      command: pod.target.adding(secret: secretName))
  }

  var patchedLate: Claim {
    claim(
      // The next Pod is made with it.
      .serviceAccountPatchedLate, context.isInUse ? .exactly(.worthKnowing) : .absence,
      problem: """
        ServiceAccount \(word: account.namespace)/\(word: account.name) lists \
        \(quoted: secretName), which has a key for the image, but the Pod was made without \
        it\(times).
        """,
      advice: pod.target.isPod
        ? "Delete the Pod and make it again, so that it is admitted again."
        : pod.target.restarting != nil
          ? "Restart \(pod.target.description), so that its Pods are admitted again."
          : "Delete the Pod so that it is admitted again.",
      command: pod.target.restarting ?? deletion,
      shared: .init(
        problem: """
          ServiceAccount \(word: account.namespace)/\(word: account.name) lists \
          \(quoted: secretName), which has a key for the image, but Pods were made without it.
          """,
        advice: "Make the Pods anew, so that they are admitted again."))
  }

  /// When the two came about, if that shows which was first.
  private var times: SafeText {
    guard let made = pod.resolution.subject.metadata.creationTimestamp,
      let changed = account.metadata.newestTimestamp, made < changed
    else { return "" }
    return " (at \(made); the ServiceAccount changed at \(changed))"
  }

  private var deletion: ShellCommand? {
    // A Pod that nobody owns would not come back.
    guard !pod.target.isPod else { return nil }
    return Kubectl(pod.namespace).deletePod(pod.resolution.subject.metadata.name)
  }
}
