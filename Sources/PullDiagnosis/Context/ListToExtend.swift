// The lists of a Pod and of its ServiceAccount, in words for advice.

import ImagePullCredentials
import KubernetesPulls

/// The list `imagePullSecrets` to which a Secret should be added.
///
/// Usually the template's. But if that is empty and the ServiceAccount's is not, an item in it would
/// hide the ServiceAccount's list. Source: `Admit`, plugin/pkg/admission/serviceaccount/admission.go.
/// And if the template is in a custom kind, only the ServiceAccount's list is known.
struct ListToExtend {
  private let target: EditTarget
  /// The ServiceAccount with the list; nil if it is the template's.
  private let account: ServiceAccount?

  init(_ context: PodContext) {
    target = context.target
    let account = context.resolution.serviceAccount
    let isCopied = account?.imagePullSecrets.isEmpty == false && context.isTemplateListEmpty
    self.account = isCopied || target.isForeign ? account : nil
  }

  /// The rest of the sentence "add it to", and further notes.
  var place: SafeText {
    guard let account else {
      return target.isForeign
        ? "the pull secrets that \(target.description) gives its Pods.\(target.editNote)"
        : "\(target.path("imagePullSecrets")).\(target.editNote)"
    }
    let manager: SafeText = ObjectManager(of: account.metadata)?.note(on: account.title) ?? ""
    guard !target.isForeign else {
      return
        """
        the pull secrets that \(target.description) gives its Pods, or to the \
        imagePullSecrets of \(account.title), and recreate the Pods.\(manager)
        """
    }
    return
      """
      the imagePullSecrets of \(account.title), which a list of the Pod's own would hide, and recreate \
      the Pods.\(manager)
      """
  }

  /// A command line for it; nil if the object cannot be changed in place.
  func adding(secret: String) -> ShellCommand? {
    guard let account else { return target.adding(secret: secret) }
    return Kubectl(account.namespace).addPullSecret(secret, to: account)
  }
}

extension PodContext {
  /// Whether the list `imagePullSecrets` is empty in the template, or in the manifest of a Pod
  /// without one: then a live Pod's list is a copy of its ServiceAccount's earlier list.
  var isTemplateListEmpty: Bool {
    guard case .pod(let pod) = resolution.subject, !pod.spec.imagePullSecrets.isEmpty else {
      return resolution.subject.podSpec.imagePullSecrets.isEmpty
    }
    return target.workload?.podSpec.imagePullSecrets.isEmpty ?? false
  }

  /// Whether the Pod was created from an earlier template of its workload: it lacks a Secret of the
  /// current template, or has another image.
  var isOfEarlierTemplate: Bool {
    guard case .pod(let pod) = resolution.subject, let workload = target.workload else {
      return false
    }
    return !pod.isMade(from: workload)
  }

  /// The list that `reference` is an item of, for sentences.
  func list(of reference: PullResolution.Reference) -> SafeText { list(of: reference.listPosition) }

  /// The same for an item's place.
  func list(of listPosition: CredentialSource.ListPosition) -> SafeText {
    if case .serviceAccount(let account) = listPosition.owner {
      return "imagePullSecrets of ServiceAccount \(word: namespace)/\(word: account)"
    }
    return target.isForeign
      ? "the pull secrets that \(target.description) gives its Pods"
      : "\(target.path("imagePullSecrets")) of \(target.description)"
  }
}

extension Pod {
  /// Whether the Pod has all pull secrets that the template of `workload` lists. A webhook may have
  /// added others.
  func isMade(from workload: Workload) -> Bool {
    let own = Set(spec.imagePullSecrets)
    return workload.podSpec.imagePullSecrets.allSatisfy(own.contains)
  }
}
