// Rules about the lists `imagePullSecrets` of Pods and ServiceAccounts.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Items of `imagePullSecrets` without a name, and lists in the wrong place.
  static let malformedReference = Rule.pod([
    .malformedReference:
      """
    An item of `imagePullSecrets` names no Secret, or has a namespace, or the list is outside the \
    pod spec.
    """
  ]) { pod in
    let items = pod.references.lazy.compactMap { reference in Claim(malformed: reference, pod) }
    // In the same order for YAML and JSON.
    let places = pod.resolution.subject.podSpec.misplacedPullSecrets.sorted { $0.precedes($1) }
    let account = pod.accountWhoseListCounts.flatMap { Claim(misplacedIn: $0) }
    var claims =
      (places.isEmpty ? [] : [.misplaced(places, pod)]) + (account.map { [$0] } ?? [])
      + items.first(Diagnosis.claimLimit) + Claim.itemsWithNamespace(pod)
    if pod.images.isEmpty {
      // No image can be pulled, but the list is wrong all the same.
      let containers = pod.invalidImages.prefix(Diagnosis.claimLimit).map(\.container)
      for index in claims.indices { claims[index].containers = containers }
    }
    return claims
  }

  /// Static Pods, which a kubelet reads from files of its node, cannot use pull secrets.
  ///
  /// Their mirrors in the API server must not name Secrets or a ServiceAccount. Source: `Validate`,
  /// plugin/pkg/admission/serviceaccount/admission.go.
  static let staticPod = Rule.pod([
    .staticPod:
      """
    A static Pod, which a kubelet reads from a file, names a Secret or a ServiceAccount, \
    and can use neither.
    """
  ]) { pod in
    guard case .pod(let subject) = pod.resolution.subject, subject.isStatic else { return [] }
    let names = subject.spec.imagePullSecrets.compactMap(\.name)
    let named: SafeText
    if !names.isEmpty {
      named = "names the Secret\(names.count > 1 ? "s" : "") \(listed(names.map { "\(word: $0)" }))"
    } else if let account = subject.spec.serviceAccountName {
      named = "names the ServiceAccount \(word: account)"
    } else {
      return []
    }
    return [
      Claim(
        .staticPod, .suspicion, about: .lists,
        problem: "\(pod.subject) is a static Pod and \(named), which static Pods cannot use.",
        advice: """
          Take the name out, and give the node the credentials: in its config.json, or by a \
          credential provider.
          """)
    ]
  }
}

extension PodContext {
  /// The ServiceAccount, unless the Pod cannot use its list in any case.
  fileprivate var accountWhoseListCounts: ServiceAccount? {
    let isUsed = resolution.steps.contains { step in
      guard case .serviceAccount(_, let use) = step else { return false }
      return [.copied, .appended, .emptyList].contains(use)
    }
    return isUsed ? resolution.serviceAccount : nil
  }
}

extension Claim {
  /// Items of the ServiceAccount's list without a name or with a namespace, and lists that the API server drops, for
  /// any Pods.
  static func malformed(in account: ServiceAccount, _ index: Cluster) -> [Claim] {
    let list: SafeText = "imagePullSecrets of \(account.title)"
    let object = Finding.Object.serviceAccount(account.namespace, account.name)
    let namespaced = account.itemsWithNamespace.lazy.compactMap { position -> Claim? in
      guard let name = account.imagePullSecrets[position].name else { return nil }
      let isThere =
        index.objects.secret(namespace: account.namespace, name: name) != nil
        || index.maker(ofSecret: name, in: account.namespace) != nil
      return Claim(namespaceOfItem: position, naming: name, in: list, object, isThere: isThere)
    }
    let items = account.imagePullSecrets.enumerated().lazy.compactMap { index, item in
      Claim(
        malformed: item, at: .init(owner: .serviceAccount(account.name), index: index),
        in: list, object)
    }
    return (Claim(misplacedIn: account).map { [$0] } ?? []) + items.first(Diagnosis.claimLimit)
      + namespaced.first(Diagnosis.claimLimit)
  }

  /// Nil if the ServiceAccount has no misplaced list.
  fileprivate init?(misplacedIn account: ServiceAccount) {
    guard let first = account.misplacedPullSecrets.first else { return nil }
    self.init(
      .malformedReference, .absence, about: nil,
      [.serviceAccount(account.namespace, account.name)],
      problem: """
        \(account.title) has \(listed(account.misplacedPullSecrets.map { "\(word: $0)" })), which the \
        API server drops.
        """,
      advice: "Write it as imagePullSecrets, beside metadata, with items such as \"- name: NAME\".")
    field = first
  }

  fileprivate init?(malformed reference: PullResolution.Reference, _ pod: PodContext) {
    let account: Finding.Object? =
      if case .serviceAccount(let name) = reference.listPosition.owner {
        .serviceAccount(pod.namespace, name)
      } else { nil }
    self.init(
      malformed: reference.item, at: reference.listPosition, in: pod.list(of: reference), account)
    if account == nil {
      field = "\(pod.target.path("imagePullSecrets"))[\(reference.listPosition.index)]"
    }
  }

  /// Nil if the item names a Secret. `account` is the ServiceAccount with the list, if it is not the
  /// Pod's.
  private init?(
    malformed item: PullSecretReference, at position: CredentialSource.ListPosition,
    in list: SafeText, _ account: Finding.Object?
  ) {
    let flaw: SafeText
    let weight: Weight
    var name = "NAME"
    var note: SafeText = ""
    let quotesNote: SafeText = ", and put a name such as 12345 or true in quotes"
    switch item {
    case .named: return nil
    case .unnamed: (flaw, weight) = ("has no name, so the kubelet skips it", .absence)
    case .bareString(let text):
      flaw = "is the plain string \(quoted: text), so the API server rejects it"
      weight = .exactly(.willFail)
      name = text
    case .notAList(let text):
      flaw = "is not in a list, so the API server rejects it"
      weight = .exactly(.willFail)
      name = text ?? name
      if text == nil { note = quotesNote }
    case .malformed:
      flaw = "is not an object with a string as its name, so the API server rejects it"
      weight = .exactly(.willFail)
      note = quotesNote
    }
    self.init(
      .malformedReference, weight, about: .item(position), account.map { [$0] } ?? [],
      problem: "Item \(position.index + 1) of \(list) \(flaw).",
      advice: "Write it as \"- name: \(word: name)\"\(note).")
    field = "imagePullSecrets[\(position.index)]"
  }

  /// The items that have a namespace, in the lists that count.
  fileprivate static func itemsWithNamespace(_ pod: PodContext) -> [Claim] {
    let own = Set(pod.resolution.subject.podSpec.itemsWithNamespace)
    let accounts = Set(pod.resolution.serviceAccount?.itemsWithNamespace ?? [])
    guard !own.isEmpty || !accounts.isEmpty else { return [] }
    return pod.references.lazy.compactMap { reference -> Claim? in
      let position = reference.listPosition
      let account: Finding.Object?
      switch position.owner {
      case .pod:
        guard own.contains(position.index) else { return nil }
        account = nil
      case .serviceAccount(let name):
        guard accounts.contains(position.index) else { return nil }
        account = .serviceAccount(pod.namespace, name)
      }
      guard let name = reference.item.name else { return nil }
      let isThere =
        reference.outcome != .missing || pod.index.maker(ofSecret: name, in: pod.namespace) != nil
      var claim = Claim(
        namespaceOfItem: position.index, naming: name, in: pod.list(of: reference), account,
        isThere: isThere)
      if account == nil {
        claim.field = "\(pod.target.path("imagePullSecrets"))[\(position.index)].namespace"
      }
      return claim
    }.first(Diagnosis.claimLimit)
  }

  /// `- {name: regcred, namespace: shop}`: an item is a `LocalObjectReference`, which has no namespace. `isThere` is
  /// whether the Pod's own namespace has the Secret.
  private init(
    namespaceOfItem index: Int, naming name: String, in list: SafeText, _ account: Finding.Object?,
    isThere: Bool
  ) {
    self.init(
      .malformedReference, isThere ? .exactly(.worthKnowing) : .absence,
      about: isThere ? nil : .secret(name), account.map { [$0] } ?? [],
      problem: """
        Item \(index + 1) of \(list) has a namespace, which the API server drops: the kubelet looks \
        for Secret \(word: name) only in the Pod's own namespace.
        """,
      advice: isThere
        ? "Remove namespace from the item."
        : "Remove namespace from the item, and create the Secret in the Pod's namespace.")
    field = "imagePullSecrets[\(index)].namespace"
  }

  fileprivate static func misplaced(_ places: [String], _ pod: PodContext) -> Claim {
    var claim = Claim(
      .malformedReference, .absence, about: nil,
      problem:
        "\(pod.subject) has \(listed(places.map { "\(word: $0)" })), where the API server drops it.",
      advice: "Move it to \(pod.target.path("imagePullSecrets")).")
    claim.field = places.first
    return claim
  }
}

// MARK: - The ServiceAccount's list

extension Rule {
  /// The ServiceAccount's list has the Secret, but the Pod did not get it.
  ///
  /// Source: `Admit`, plugin/pkg/admission/serviceaccount/admission.go, copies the list when a Pod
  /// with an empty list is created, and never later.
  static let serviceAccountList = Rule.image([
    .serviceAccountSecretsNotMerged:
      """
    When a Pod is created, the ServiceAccount's `imagePullSecrets` are copied only if the \
    Pod's own list is empty; one item in it, even one that a webhook adds, hides them all.
    """,
    .serviceAccountPatchedLate:
      "The ServiceAccount lists the Secret now, but its list is copied only when a Pod is created.",
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
      default: return []
      }
    }
    return []
  }
}

/// A Secret of the ServiceAccount's list that matches the image but that the Pod did not get.
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

  /// A Secret in the Pod's list that is not in the list of its template or, now, of its
  /// ServiceAccount: something such as a webhook added it, unless the ServiceAccount was changed
  /// since.
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
      // The next Pod is created with it.
      .serviceAccountPatchedLate, context.isInUse ? .exactly(.worthKnowing) : .absence,
      problem: """
        \(account.title) lists \
        \(quoted: secretName), which has a key for the image, but the Pod was created without \
        it\(times).
        """,
      advice: pod.target.isPod
        ? "Delete the Pod and recreate it, so that it is admitted again."
        : pod.target.restarting != nil
          ? "Restart \(pod.target.description), so that its Pods are admitted again."
          : "Delete the Pod so that it is admitted again.",
      command: pod.target.restarting ?? deletion,
      shared: .init(
        problem: """
          \(account.title) lists \
          \(quoted: secretName), which has a key for the image, but Pods were created without it.
          """,
        advice: "Recreate the Pods, so that they are admitted again."))
  }

  /// The times of both, if they show which was first.
  private var times: SafeText {
    guard let made = pod.resolution.subject.metadata.creationTimestamp,
      let changed = account.metadata.newestTimestamp, made < changed
    else { return "" }
    return " (at \(made); the ServiceAccount changed at \(changed))"
  }

  private var deletion: ShellCommand? {
    // A Pod without an owner would not be recreated.
    guard !pod.target.isPod else { return nil }
    return Kubectl(pod.namespace).deletePod(pod.resolution.subject.metadata.name)
  }
}

// MARK: - Manifests

extension Rule {
  /// A ServiceAccount's list has a Secret that matches no image of its Pods.
  static let unusedAccountSecret = Rule.pod([
    .serviceAccountSecretUnused:
      "A ServiceAccount lists a Secret that has a key for no image of the Pods that run as it."
  ]) { pod in
    guard let account = pod.resolution.serviceAccount, let manifests = pod.manifests else {
      return []
    }
    return manifests.unusedSecrets(of: account).map { name in
      Claim(
        .serviceAccountSecretUnused, .exactly(.worthKnowing), about: nil,
        [.serviceAccount(account.namespace, account.name), .secret(account.namespace, name)],
        problem: """
          \(account.title) lists \
          \(quoted: name), which has no key for an image of the Pods that run as it.
          """,
        advice: "Take it off the list, or add a key for the registry that is meant.")
    }
  }
}
