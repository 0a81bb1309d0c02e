// The lists of a Pod and of its ServiceAccount, as advice speaks of them.

import ImagePullCredentials
import KubernetesPulls

/// The list `imagePullSecrets` that a further Secret belongs into.
///
/// Mostly the template's. But where that is empty and the ServiceAccount's is not, an item in it
/// would hide all that the ServiceAccount lists. Source: `Admit`,
/// plugin/pkg/admission/serviceaccount/admission.go. And where the template is that of somebody's own
/// kind of object, the ServiceAccount's list is the one that is known.
struct ListToExtend {
  private let target: EditTarget
  /// The ServiceAccount whose list it is; nil if it is the template's.
  private let account: ServiceAccount?

  init(_ context: PodContext) {
    target = context.target
    let account = context.resolution.serviceAccount
    let isCopied = account?.imagePullSecrets.isEmpty == false && context.isTemplateListEmpty
    self.account = isCopied || target.isForeign ? account : nil
  }

  /// The rest of a sentence that says to add it, after `to`, and what else is to be known.
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
        imagePullSecrets of \(account.title), and make the Pods anew.\(manager)
        """
    }
    return
      """
      the imagePullSecrets of \(account.title), which a list of the Pod's own would hide, and make \
      the Pods anew.\(manager)
      """
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
    return target.workload?.podSpec.imagePullSecrets.isEmpty ?? false
  }

  /// Whether the Pod was made from an earlier template of its workload: it lacks a Secret that the
  /// template lists now, or pulls another image.
  var isOfEarlierTemplate: Bool {
    guard case .pod(let pod) = resolution.subject, let workload = target.workload else {
      return false
    }
    return !pod.isMade(from: workload)
  }

  /// The list that `reference` is an item of, for sentences.
  func list(of reference: PullResolution.Reference) -> SafeText { list(of: reference.listing) }

  /// The same for an item's place.
  func list(of listing: CredentialSource.Listing) -> SafeText {
    if case .serviceAccount(let account) = listing.owner {
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

// MARK: - The Secrets of a ServiceAccount's list

/// The Secrets of a ServiceAccount's list that were read, and which images they are for.
struct AccountSecrets {
  private var keyring = Keyring()
  /// The names, in the order of the list.
  private var names: [String] = []
  private var positions: [String: Int] = [:]

  /// Nil where there are none.
  ///
  /// - Parameters:
  ///   - account: the ServiceAccount.
  ///   - given: the names to leave out.
  ///   - limit: how many are read.
  ///   - objects: where they are.
  init?(
    of account: ServiceAccount, except given: Set<String> = [], limit: Int = .max,
    in objects: KubernetesObjects
  ) {
    for name in account.imagePullSecrets.lazy.compactMap(\.name)
    where !given.contains(name) && positions[name] == nil {
      guard names.count < limit else { break }
      guard
        case .config(let config) =
          objects.secret(namespace: account.namespace, name: name)?.content
      else { continue }
      positions[name] = names.count
      names.append(name)
      keyring.add(config, source: .secret(namespace: account.namespace, name: name))
    }
    if names.isEmpty { return nil }
  }

  /// How many keys there are.
  var keyCount: Int { keyring.count }

  /// The first Secret of the list that holds a password for `image`.
  func name(for image: ImageReference) -> String? {
    positions(for: image, where: \.hasPassword).min().map { names[$0] }
  }

  /// The Secrets with a key for none of `images`.
  func unused(by images: Set<ImageReference>) -> [String] {
    var used: Set<Int> = []
    for image in images { used.formUnion(positions(for: image) { _ in true }) }
    return names.indices.filter { !used.contains($0) }.map { names[$0] }
  }

  private func positions(
    for image: ImageReference, where isWanted: (Credential) -> Bool
  ) -> [Int] {
    keyring.credentials(for: image).prefix(PodKeys.credentialLimit).compactMap { credential in
      guard isWanted(credential), case .secret(_, let name, _, _) = credential.source else {
        return nil
      }
      return positions[name]
    }
  }
}
