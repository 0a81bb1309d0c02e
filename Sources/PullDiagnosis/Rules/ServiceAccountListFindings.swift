import ImagePullCredentials

/// The ServiceAccount's list has the Secret, and the Pod was not given it.
///
/// Source: `Admit`, plugin/pkg/admission/serviceaccount/admission.go, copies the list when a Pod is
/// made whose own is empty, and never later.
enum ServiceAccountListFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered, context.resolution.refusal == nil,
      let account = context.resolution.serviceAccount,
      let name = context.helpfulSecret(of: account)
    else { return [] }
    for case .serviceAccount(_, let use) in context.resolution.steps {
      switch use {
      case .hiddenByPodList: return [notMerged(name, account, context)]
      case .alreadyAdmitted:
        guard context.pod.isTemplateListEmpty else { return [notMerged(name, account, context)] }
        return [
          addition(to: account, context).map { addedTo($0, name, account, context) }
            ?? patchedLate(name, account, context)
        ]
      case .copied, .appended, .staticPod, .emptyList, .notFound: return []
      }
    }
    return []
  }

  /// A Secret that the Pod lists and that neither its template nor, now, its ServiceAccount does:
  /// something added it on the way, such as a webhook, unless the ServiceAccount was changed since.
  private static func addition(
    to account: ServiceAccount, _ context: ImageContext
  ) -> String? {
    let known = Set(account.imagePullSecrets)
    guard
      let item = context.resolution.subject.podSpec.imagePullSecrets.first(
        where: { !known.contains($0) && $0.name != nil })
    else { return nil }
    return times(account, context).isEmpty ? item.name : nil
  }

  private static func addedTo(
    _ addition: String, _ name: String, _ account: ServiceAccount, _ context: ImageContext
  ) -> Finding {
    context.finding(
      .serviceAccountSecretsNotMerged, context.severityOfAbsence,
      [.serviceAccount(account.namespace, account.name), .secret(context.namespace, name)],
      problem: "\(context.subject) lists \(quoted(addition)), which neither "
        + "\(context.target.description) nor ServiceAccount \(printable(account.name)) does: "
        + "something such as a webhook adds it, so those of the ServiceAccount are ignored; "
        + "\(quoted(name)) there has a key for the image.",
      advice: "Add \(quoted(name)) to \(context.target.path("imagePullSecrets")), or have the "
        + "webhook add it.",
      command: context.target.adding(secret: name))
  }

  private static func notMerged(
    _ name: String, _ account: ServiceAccount, _ context: ImageContext
  ) -> Finding {
    let list = context.target.path("imagePullSecrets")
    return context.finding(
      .serviceAccountSecretsNotMerged, context.severityOfAbsence,
      [.serviceAccount(account.namespace, account.name), .secret(context.namespace, name)],
      problem: "\(context.target.description) lists its own imagePullSecrets, so those of "
        + "ServiceAccount \(printable(account.name)) are ignored; \(quoted(name)) there has a key "
        + "for the image.",
      advice: "Add \(quoted(name)) to \(list), or remove that list.\(context.target.editNote)",
      command: context.target.adding(secret: name))
  }

  private static func patchedLate(
    _ name: String, _ account: ServiceAccount, _ context: ImageContext
  ) -> Finding {
    context.finding(
      // The next Pod is made with it.
      .serviceAccountPatchedLate, context.isInUse ? .worthKnowing : context.severityOfAbsence,
      [.serviceAccount(account.namespace, account.name), .secret(context.namespace, name)],
      problem: "ServiceAccount \(printable(account.namespace))/\(printable(account.name)) lists "
        + "\(quoted(name)), which has a key for the image, but the Pod was made without it"
        + times(account, context) + ".",
      advice: context.target.isPod
        ? "Delete the Pod and make it again, so that it is admitted again."
        : "Delete the Pod so that it is admitted again.",
      command: context.target.restarting ?? deletion(context))
  }

  /// When the two came about, if that shows which was first.
  private static func times(_ account: ServiceAccount, _ context: ImageContext) -> String {
    guard let made = context.resolution.subject.metadata.creationTimestamp,
      let changed = account.metadata.newestTimestamp, made < changed
    else { return "" }
    return " (at \(made); the ServiceAccount changed at \(changed))"
  }

  private static func deletion(_ context: ImageContext) -> ShellCommand? {
    // A Pod that nobody owns would not come back.
    guard !context.target.isPod else { return nil }
    return Kubectl.line(
      context.namespace, "delete", "pod", .name(context.resolution.subject.metadata.name))
  }
}

extension ImageContext {
  /// The first Secret of the ServiceAccount's list that the Pod was not given and that holds a
  /// credential for the image.
  func helpfulSecret(of account: ServiceAccount) -> String? {
    let given = Set(resolution.references.compactMap(\.item.name))
    return account.imagePullSecrets.compactMap(\.name).first { name in
      !given.contains(name) && holdsCredential(name)
    }
  }

  /// Whether the Secret `name` would give the image a credential, were it listed.
  func holdsCredential(_ name: String) -> Bool {
    secret(name)?.holdsCredential(for: image) ?? false
  }
}

extension Secret {
  /// Whether the Secret would give `image` a credential, were it listed.
  func holdsCredential(for image: ImageReference) -> Bool {
    guard case .config(let config) = content else { return false }
    var keyring = Keyring()
    keyring.add(config, source: .literal)
    return keyring.credentials(for: image).contains(where: \.hasPassword)
  }
}
