// Rules for images without a tried credential.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// No credential is tried, and none seems to be intended.
  static let absence = Rule.image(
    [
      .secretNotListed: "A Secret of the namespace has a key for the image, but is not listed.",
      .noPullSecret:
        "No pull secret is listed, so the pull is anonymous, which is right for a public image.",
      .noMatchingKey: "No key of the Pod's Secrets is for the image's registry or a similar one.",
    ], when: .unexplained
  ) { context in
    guard !context.isCovered, context.pod.resolution.refusal == nil,
      // The image is public. If it is still refused, the name is wrong.
      context.hasFailure(.refused) || !PublicImages.isPublic(context.image)
    else { return [] }
    let absence = Absence(context: context)
    if let name = absence.unlisted { return [absence.notListed(name)] }
    if let manifests = context.pod.manifests {
      let isOfNoUse = context.pod.listsOnlyUselessSecrets ? absence.noMatchingKey : nil
      return [absence.unlike(manifests) ?? isOfNoUse].compactMap(\.self)
    }
    return [context.pod.references.isEmpty ? absence.noPullSecret : absence.noMatchingKey]
  }

  /// Images that are in use without a credential: they were pulled before, by another Pod, or are
  /// public.
  static let cachedImage = Rule.image([
    .cachedImageHidesIt:
      "The image is in use though no credential is for it: it is public, or was on the node already."
  ]) { context in
    guard context.isInUse, !context.isCovered, !PublicImages.isPublic(context.image),
      // A Pod without a list uses public images.
      context.pod.resolution.refusal != nil || !context.pod.references.isEmpty,
      let policy = context.containers.lazy.compactMap(\.pullPolicy).first(where: { $0 != "Always" })
    else { return [] }
    return [
      Claim(
        .cachedImageHidesIt, .exactly(.worthKnowing), about: nil,
        problem: """
          The image is in use though no credential is for it: it is public, or was on the node \
          already (imagePullPolicy \(word: policy)).
          """,
        advice: """
          If it is private, fix the credential: the Pod fails on a new node, and on every node \
          that verifies credentials of images it has.
          """)
    ]
  }
}

extension PodContext {
  /// Whether all listed Secrets exist, and none has a key for an image of the Pod.
  fileprivate var listsOnlyUselessSecrets: Bool {
    let areAllRead = references.allSatisfy { if case .read = $0.outcome { true } else { false } }
    return !references.isEmpty && areAllRead && !images.contains(where: \.isCovered)
  }
}

/// An image without a matching credential.
private struct Absence {
  let context: ImageContext

  private var pod: PodContext { context.pod }

  /// The severity of an anonymous pull, which works for public images.
  private var severity: Finding.Severity {
    if context.hasFailure(.refused) { return .willFail }
    let works =
      context.isInUse || context.hasFailure(.afterPull) || context.isUnreachable
      || pod.isIdle && PublicImages.isWellKnown(host: context.registry)
    return works ? .worthKnowing : .mayFail
  }

  private func claim(
    _ code: Finding.Code, _ objects: [Finding.Object] = [], problem: SafeText, advice: SafeText,
    command: ShellCommand?, shared: Finding.Shared? = nil
  ) -> Claim {
    // A working pull needs no command.
    Claim(
      code, .exactly(severity), about: .lists, objects, problem: problem, advice: advice,
      command: severity > .worthKnowing ? command : nil, shared: shared)
  }

  /// A Secret of the namespace that would match.
  var unlisted: String? {
    pod.index.secretNames(for: context.image, in: pod.namespace)
      .first { !pod.lists($0) }
  }

  func notListed(_ name: String) -> Claim {
    let list = ListToExtend(pod)
    return claim(
      .secretNotListed, [.secret(pod.namespace, name)],
      problem: """
        \(pod.title(ofSecret: name)) has a key for the image, but neither \
        \(pod.target.description) nor its ServiceAccount \(account) lists it.
        """,
      advice: "Add it to \(list.place)", command: list.adding(secret: name),
      shared: shared(
        "\(pod.title(ofSecret: name)) has a key for the image, but is not listed.",
        advice: { "Add it to \($0), and recreate the Pods." }, listing: name))
  }

  /// A workload of a repository that lists nothing, while another one lists a Secret for the
  /// registry.
  func unlike(_ manifests: ManifestSurvey) -> Claim? {
    guard pod.references.isEmpty,
      let neighbour = manifests.source(for: context.image, in: pod.namespace)
    else { return nil }
    let list = ListToExtend(pod)
    return claim(
      .noPullSecret,
      problem: """
        \(pod.target.description) lists no pull secret, but \(word: neighbour.subject.kindName) \
        \(word: neighbour.subject.metadata.name) pulls from \(word: context.registry) with \
        \(quoted: neighbour.secretName).
        """,
      advice: "If the image is not public, add \(quoted: neighbour.secretName) to \(list.place)",
      command: nil)
  }

  var noPullSecret: Claim {
    let lack: SafeText =
      switch pod.resolution.serviceAccount?.imagePullSecrets.isEmpty {
      case false?:
        """
        \(pod.subject) has no pull secrets, and those that ServiceAccount \(account) lists now have \
        no key for the image
        """
      case true?:
        "Neither \(pod.target.description) nor its ServiceAccount \(account) lists a pull secret"
      case nil:
        """
        \(pod.target.description) lists no pull secret, and its ServiceAccount \(account), which may \
        list one, is not in the input
        """
      }
    return claim(
      .noPullSecret,
      problem: "\(lack); \(word: context.registry) is asked without one.\(verification)",
      advice: advice, command: command,
      shared: shared(
        """
        ServiceAccount \(account) lists no pull secret, nor do the workloads that run as it; \
        \(word: context.registry) is asked without one.
        """,
        advice: {
          """
          If the images are private, create a Secret for \(word: context.registry) and add it to \($0), \
          and recreate the Pods.
          """
        }, creating: true))
  }

  var noMatchingKey: Claim {
    // There may be many items, keys and images.
    let names = pod.references.prefix(Diagnosis.claimLimit).compactMap(\.item.name)
    let keys = pod.keys.prefix(4).map { "\(quoted: $0.displayKey)" as SafeText }
    let have: SafeText =
      keys.isEmpty
      ? "" : "; the keys are for \(listed(keys, count: pod.keys.count))"
    return claim(
      .noMatchingKey, Set(names).sorted().map { .secret(pod.namespace, $0) },
      problem: "No key of the pull secrets is for \(word: context.registry)\(have).\(verification)",
      advice: advice, command: command)
  }

  /// The cause in words for all workloads of the ServiceAccount: if they list nothing themselves,
  /// its list fixes them all.
  private func shared(
    _ problem: SafeText, advice: (SafeText) -> SafeText, listing name: String? = nil,
    creating: Bool = false
  ) -> Finding.Shared? {
    guard pod.references.isEmpty, let account = pod.resolution.serviceAccount else { return nil }
    if name == nil, let openShift {
      return Finding.Shared(
        problem: problem, advice: openShift.advice,
        command: severity > .worthKnowing ? openShift.command : nil)
    }
    var command: ShellCommand?
    if let name = name ?? newName {
      let kubectl = Kubectl(pod.namespace)
      command = kubectl.addPullSecret(name, to: account)
      if creating {
        command = kubectl.createSecret(name, RegistryLogin(for: context.image)).flatMap {
          creation in
          command.flatMap { listing in creation + ShellCommand("&&").flatMap { $0 + listing } }
        }
      }
    }
    return Finding.Shared(
      problem: problem,
      advice: advice("the imagePullSecrets of \(account.title)")
        + (ObjectManager(of: account.metadata)?.note(on: account.title) ?? ""),
      command: severity > .worthKnowing ? command : nil)
  }

  private var account: SafeText {
    "\(word: pod.resolution.subject.podSpec.effectiveServiceAccountName)"
  }

  /// What lets the Pod pull from OpenShift's own registry, which takes the tokens of ServiceAccounts: those of the
  /// image's project may pull, others need a role there. Nil for other registries.
  private var openShift: (advice: SafeText, command: ShellCommand?)? {
    guard case .openShift(let project) = CloudRegistry(context.image) else { return nil }
    let login: SafeText = """
      OpenShift creates a Secret for it (\(account)-dockercfg-…) and lists it in ServiceAccount \
      \(account): a Pod that is created again gets it.
      """
    guard ExactText(project) != ExactText(pod.namespace) else { return (login, nil) }
    return (
      """
      Give the ServiceAccounts of namespace \(word: pod.namespace) (the group \
      system:serviceaccounts:\(word: pod.namespace)) the role system:image-puller in the image's \
      project, \(word: project). \(login)
      """,
      Kubectl(project).grantImagePull(to: pod.namespace)
    )
  }

  private var advice: SafeText {
    if let openShift { return openShift.advice }
    if isDebugger {
      return """
        The pull secrets of a Pod that is there cannot be changed: debug with an image that needs no \
        login, or put a Secret for \(word: context.registry) on the list before the Pod is created.
        """
    }
    let registry = CloudRegistry(context.image)
    let nodes: SafeText =
      registry.nodeAdviceWithoutSecret.map { " Without a Secret: \($0)" } ?? ""
    // The command contains the cloud's own login.
    let login: SafeText =
      nodes.isEmpty
      ? registry.login.map { " \(word: context.registry) takes \($0)." } ?? "" : ""
    return """
      Check the image's name; if the image is private, create a Secret for \(word: context.registry) \
      and add it to \(ListToExtend(pod).place)\(login)\(nodes)
      """
  }

  /// Whether only containers from `kubectl debug` have the image.
  private var isDebugger: Bool {
    !context.containers.isEmpty && context.containers.allSatisfy { $0.role == .ephemeralContainer }
  }

  /// Why the pull is needed although the node has the image.
  private var verification: SafeText {
    guard context.hasFailure(.refused), let other = context.neighbour else { return "" }
    return """
      \u{20}Pod \(word: other.namespace)/\(word: other.name) on the same node already has the image, but \
      kubelets from 1.35 on verify that each Pod may use it.
      """
  }

  private var command: ShellCommand? {
    if let openShift { return openShift.command }
    guard !isDebugger, !context.isInUse, let name = newName,
      let creation = Kubectl(pod.namespace).createSecret(name, RegistryLogin(for: context.image))
    else { return nil }
    guard let listing = ListToExtend(pod).adding(secret: name) else { return creation }
    return creation + ShellCommand("&&").flatMap { $0 + listing }
  }

  /// A name for a new Secret.
  private var newName: String? {
    ["regcred", "regcred-2", "regcred-3"].first { pod.secret($0) == nil }
  }
}

extension ImageContext {
  /// Another Pod with the image on the Pod's node, among the first few Pods.
  fileprivate var neighbour: Pod? {
    guard case .pod(let own) = pod.resolution.subject, let node = own.spec.nodeName else {
      return nil
    }
    return pod.index.objects.pods.prefix(256).first { other in
      other.metadata.uid != own.metadata.uid && other.spec.nodeName == node
        && ["Running", "Succeeded"].contains(other.status.phase)
        && other.spec.images.prefix(64).contains { (try? ImageReference($0.image)) == image }
    }
  }
}
