import ImagePullCredentials
import KubernetesPulls

/// The part of the rules' context that is the same for all images of a Pod or workload. Created once for all of
/// them, so many images do not take quadratic time.
final class PodContext {
  let resolution: PullResolution
  let index: Cluster
  let now: Timestamp
  /// The object that an operator edits.
  let target: EditTarget
  /// The Pod itself; for a workload, its first few Pods.
  let pods: [Pod]
  /// The items of the lists that count.
  let references: [PullResolution.Reference]
  /// The names in the lists.
  private let listedNames: Set<ExactText>
  /// Facts about Secrets and ServiceAccounts, independent of the Pods that use them.
  let facts: ClusterFacts
  /// The registry keys of the Secrets that were read.
  let keys: PodKeys
  /// The images in question.
  let images: [Image]
  /// The containers in question whose image is not a reference.
  let invalidImages: [(container: ContainerImage, error: ImageReference.ParseError)]
  /// The cluster's report about the image of the Pod's sandbox.
  let sandboxReport: PullReport?
  /// The Secrets that the kubelet could not retrieve, according to its Events.
  let namesSaidToBeMissing: Set<ExactText>
  /// The positions of the keys with a password for some image of the Pod.
  private lazy var usedKeys = Self.usedKeys(of: resolution, keys)
  /// The positions of the keys that are tried for some image in question.
  private let triedKeys: Set<Int>
  /// The Secrets that leave passwords to Docker credential helpers, the first ones.
  let secretsWithHelpers: [PodKeys.Listed]
  /// The makers of listed Secrets that report a failure, and their reports.
  let failingMakers: [(maker: SecretMaker, failure: ObjectCondition)]
  /// The other manifests of a repository; nil for a cluster, where absent objects are missing.
  let manifests: ManifestSurvey?

  /// An image, and what is known about it from lists and reports.
  struct Image {
    let image: ImageReference
    /// The containers with the image; empty for an image that is not the Pod's.
    let containers: [ContainerImage]
    /// The keyring's credentials, in order, at most ``PodKeys/credentialLimit``.
    let credentials: [Credential]
    /// The places of the keys' credentials in the order tried, by the keys' positions.
    let places: [Int: Int]
    /// The cluster's reports about the containers.
    let reports: [PullReport]
    /// Whether the image is in use: all its containers have it.
    let isInUse: Bool
    /// Whether a credential is tried that could succeed.
    let isCovered: Bool
  }

  /// The context of the Pod's images, or of `wanted`, which need not be the Pod's. The Pods of one report share
  /// `facts`.
  init(
    _ resolution: PullResolution, only wanted: [ImageReference]? = nil, index: Cluster,
    now: Timestamp, manifests: ManifestSurvey? = nil, facts: ClusterFacts = ClusterFacts()
  ) {
    self.facts = facts
    self.resolution = resolution
    self.manifests = manifests
    self.index = index
    self.now = now
    target = EditTarget(resolution.subject, in: index.objects)
    pods = ClusterMessages.pods(of: resolution.subject, in: index)
    references = resolution.references
    listedNames = Set(references.lazy.compactMap(\.item.name).map(ExactText.init))
    let keys = PodKeys(references, in: resolution.namespace, facts)
    self.keys = keys
    var images = ContainerImages(resolution.images)
    if let wanted { images.limit(to: wanted) }
    invalidImages = images.invalid
    let messages = ClusterMessages(about: resolution.subject, in: index)
    sandboxReport = messages.sandbox
    self.images = images.valid.map { image, containers in
      Image(image, of: containers, in: resolution, keys, messages)
    }
    namesSaidToBeMissing =
      if case .pod(let pod) = resolution.subject {
        Set(index.events(about: pod).flatMap(\.missingSecretNames).map(ExactText.init))
      } else {
        []
      }
    triedKeys = Set(self.images.flatMap(\.places.keys))
    secretsWithHelpers = keys.withHelpers
    failingMakers = Self.failingMakers(of: references, in: resolution.namespace, index)
  }
}

/// Containers by their images.
private struct ContainerImages {
  private(set) var valid: [(image: ImageReference, containers: [ContainerImage])] = []
  private(set) var invalid: [(container: ContainerImage, error: ImageReference.ParseError)] = []
  private var positions: [ImageReference: Int] = [:]

  init(_ containers: [ContainerImage]) {
    // Another tool, such as a controller, fills in an empty image.
    for container in containers where !container.image.isEmpty {
      do throws(ImageReference.ParseError) {
        let image = try ImageReference(container.image)
        if let position = positions[image] {
          valid[position].containers.append(container)
        } else {
          positions[image] = valid.count
          valid.append((image, [container]))
        }
      } catch {
        invalid.append((container, error))
      }
    }
  }

  /// Keeps only `wanted`, each with its containers.
  mutating func limit(to wanted: [ImageReference]) {
    valid = wanted.map { image in (image, positions[image].map { valid[$0].containers } ?? []) }
    invalid = []
  }
}

extension PodContext.Image {
  fileprivate init(
    _ image: ImageReference, of containers: [ContainerImage], in resolution: PullResolution,
    _ keys: PodKeys, _ messages: ClusterMessages
  ) {
    self.image = image
    self.containers = containers
    credentials = Array(resolution.credentials(for: image).prefix(PodKeys.credentialLimit))
    places = keys.places(of: credentials)
    isCovered = credentials.contains(where: \.hasPassword)
    let known = containers.map { messages[$0] }
    var seen: Set<PullReport> = []
    reports = known.flatMap { $0?.reports ?? [] }.filter { seen.insert($0).inserted }
    isInUse =
      !known.isEmpty
      && known.allSatisfy { state in state.map { $0.isInUse && !$0.isMissing } ?? false }
  }
}

// MARK: - The cluster's reports

extension Event {
  /// The Secrets that a kubelet could not retrieve.
  ///
  /// Its text is `Unable to retrieve some image pull secrets (a, b); attempting to pull the image
  /// may not succeed.` Source: `getPullSecretsForPod`, pkg/kubelet/kubelet_pods.go.
  fileprivate var missingSecretNames: [String] {
    guard reason == "FailedToRetrieveImagePullSecret",
      let open = message.utf8.firstIndex(of: UInt8(ascii: "(")),
      let close = message.utf8[open...].firstIndex(of: UInt8(ascii: ")"))
    else { return [] }
    return message[message.utf8.index(after: open)..<close].split(separator: ",")
      .map { String($0.drop { $0 == " " }) }
  }
}

// MARK: - Keys

extension PodContext {
  /// All images of the Pod count here, even if only one is in question.
  private static func usedKeys(of resolution: PullResolution, _ keys: PodKeys) -> Set<Int> {
    var used: Set<Int> = []
    for container in resolution.images {
      guard let image = try? ImageReference(container.image) else { continue }
      for credential in resolution.credentials(for: image).prefix(PodKeys.credentialLimit)
      where credential.hasPassword {
        if let position = keys.position(of: credential) { used.insert(position) }
      }
    }
    return used
  }

  /// What is wrong with the key at `position` itself; nil if nothing is wrong, or it is tried for an image.
  func repair(ofKeyAt position: Int) -> KeyRepair? {
    guard !triedKeys.contains(position) else { return nil }
    let key = keys[position]
    return key.listed.facts.repair(at: key.index)
  }

  /// Whether some image of the Pod uses the password under the key at `position`, so the key must not change.
  func isInUse(keyAt position: Int) -> Bool { usedKeys.contains(position) }
}

// MARK: - Names

extension PodContext {
  var namespace: String { resolution.namespace }

  /// `Pod` or the workload's kind, for sentences.
  var subjectKind: String { resolution.subject.kindName }

  /// Such as `Pod payments/api-7d9f4`.
  var subject: SafeText {
    "\(word: subjectKind) \(word: namespace)/\(word: resolution.subject.metadata.name)"
  }

  /// The Secret `name` of the Pod's namespace.
  func secret(_ name: String) -> Secret? {
    index.objects.secret(namespace: namespace, name: name)
  }

  /// Such as `Secret payments/ecr`.
  func title(ofSecret name: String) -> SafeText {
    "Secret \(word: namespace)/\(word: name)"
  }

  /// A sentence to add to advice about a Secret: what creates it, or that it is immutable.
  func editNote(_ secretName: String) -> SafeText {
    let note = makerNote(secretName)
    guard note.isEmpty, secret(secretName)?.isImmutable == true else { return note }
    return " The Secret is immutable: delete it and create it again."
  }

  /// A sentence that names what creates a Secret or applies it again, if it is known: an edit of the Secret
  /// itself would not last.
  private func makerNote(_ secretName: String) -> SafeText {
    if let maker = index.maker(ofSecret: secretName, in: namespace) {
      return " \(maker.kind) \(word: maker.metadata.name) creates this Secret; fix it there."
    }
    guard let metadata = secret(secretName)?.metadata else { return "" }
    if let note = SecretCopier.note(onCopy: metadata) { return note }
    guard let owner = metadata.ownerReferences.first else {
      return ObjectManager(of: metadata)?.note(on: "this Secret") ?? ""
    }
    return " \(word: owner.kind) \(word: owner.name) creates this Secret; fix it there."
  }

  /// Whether something recreates the Secret, so a command that edits it does not help.
  func hasMaker(_ secretName: String) -> Bool { !makerNote(secretName).isEmpty }

  /// Whether the workload has no Pods, and should have none for now.
  var isIdle: Bool {
    guard case .workload(let workload) = resolution.subject else { return false }
    return pods.isEmpty && (workload.replicas == 0 || workload.isSuspended)
  }

  /// Whether a list that counts names the Secret `name`.
  func lists(_ name: String) -> Bool { listedNames.contains(ExactText(name)) }

  /// The first Secret of the ServiceAccount's list with a credential for `image` that the Pod did not get.
  func accountSecret(for image: ImageReference) -> String? {
    resolution.serviceAccount.flatMap { account in
      account.imagePullSecrets.isEmpty
        ? nil : facts.secrets(of: account, in: index).name(for: image, besides: listedNames)
    }
  }

  private static func failingMakers(
    of references: [PullResolution.Reference], in namespace: String, _ index: Cluster
  ) -> [(maker: SecretMaker, failure: ObjectCondition)] {
    var seen: Set<ExactText> = []
    return references.lazy.compactMap { reference in
      guard let name = reference.item.name, seen.insert(ExactText(name)).inserted,
        let maker = index.maker(ofSecret: name, in: namespace), let failure = maker.failure
      else { return nil }
      return (maker, failure)
    }.first(Diagnosis.claimLimit)
  }

  /// A Secret of the namespace with a key for the first image without a credential, and that image's registry.
  var helpfulSecret: (name: String, registry: String)? {
    guard let image = images.first(where: { !$0.isCovered })?.image,
      let name = index.secretNames(for: image, in: namespace).first
    else { return nil }
    return (name, image.registry)
  }

  /// The image for which a Secret is recreated: the first without a credential.
  var neediest: ImageReference? {
    (images.first { !$0.isCovered } ?? images.first)?.image
  }
}

extension PullResolution.Subject {
  /// `Pod`, or the workload's kind.
  var kindName: String {
    switch self {
    case .pod: "Pod"
    case .workload(let workload): workload.kind.rawValue
    }
  }
}

extension PodContext {
  /// The end of a sentence with the command that shows the Pod's status and Events; for a workload, those of a
  /// waiting Pod.
  var described: SafeText {
    let waiting = pods.first(where: \.isWaiting)
    let command = Kubectl(namespace).describe(
      waiting == nil ? subjectKind : "Pod", waiting?.name ?? resolution.subject.metadata.name)
    return command.map { ": \($0)" } ?? "."
  }

  /// Deletes the Pod in question if its owner creates another; nil otherwise.
  var deletingPod: ShellCommand? {
    guard case .pod(let pod) = resolution.subject, pod.metadata.controller != nil else {
      return nil
    }
    return Kubectl(namespace).deletePod(pod.name)
  }
}
