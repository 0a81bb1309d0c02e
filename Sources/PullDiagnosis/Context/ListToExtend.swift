import ImagePullCredentials

/// The list `imagePullSecrets` that a further Secret belongs into.
///
/// Mostly the template's. But where that is empty and the ServiceAccount's is not, an item in it
/// would hide all that the ServiceAccount lists. Source: `Admit`,
/// plugin/pkg/admission/serviceaccount/admission.go.
struct ListToExtend {
  private let target: EditTarget
  /// The ServiceAccount whose list it is; nil if it is the template's.
  private let account: ServiceAccount?

  init(_ context: PodContext) {
    target = context.target
    let account = context.resolution.serviceAccount
    let isCopied = account?.imagePullSecrets.isEmpty == false && context.isTemplateListEmpty
    self.account = isCopied ? account : nil
  }

  /// The rest of a sentence that says to add it, after `to`.
  var place: String {
    guard let account else { return "\(target.path("imagePullSecrets")).\(target.editNote)" }
    return "the imagePullSecrets of ServiceAccount "
      + "\(printable(account.namespace))/\(printable(account.name)), which a list of the Pod's own "
      + "would hide, and make the Pods anew."
  }

  /// A command line that does it; nil where that cannot be done in place.
  func adding(secret: String) -> ShellCommand? {
    guard let account else { return target.adding(secret: secret) }
    return Kubectl(account.namespace).addPullSecret(secret, to: account)
  }
}

extension PodContext {
  /// Whether the list `imagePullSecrets` is empty in the template, or in the manifest of a Pod that
  /// has none: what a live Pod has was then copied from its ServiceAccount as that was.
  var isTemplateListEmpty: Bool {
    guard case .pod(let pod) = resolution.subject, !pod.spec.imagePullSecrets.isEmpty else {
      return resolution.subject.podSpec.imagePullSecrets.isEmpty
    }
    guard let owner = WorkloadOwner(of: pod, in: index.objects),
      let kind = Workload.Kind(rawValue: owner.kind),
      let workload = index.objects.workload(kind, namespace: owner.namespace, name: owner.name)
    else { return false }
    return workload.podSpec.imagePullSecrets.isEmpty
  }

  /// The list that `reference` is an item of, for sentences.
  func list(of reference: PullResolution.Reference) -> String { list(of: reference.listing) }

  /// The same for an item's place.
  func list(of listing: CredentialSource.Listing) -> String {
    if case .serviceAccount(let account) = listing.owner {
      return "imagePullSecrets of ServiceAccount \(printable(namespace))/\(printable(account))"
    }
    return "\(target.path("imagePullSecrets")) of \(target.description)"
  }
}
