import ImagePullCredentials
import KubernetesPulls

/// What the rules of diagnosis look at that is the same for all images of a Pod or workload. Made
/// once for them all, so that many images do not take quadratic time.
final class PodContext {
  let resolution: PullResolution
  let index: Cluster
  let now: Timestamp
  /// What an operator edits.
  let target: EditTarget
  /// The Pod itself; of a workload, the first few Pods.
  let pods: [Pod]
  /// The items of the lists that count.
  let references: [PullResolution.Reference]
  /// The names in the lists.
  private let listedNames: Set<ExactText>
  /// What is known of Secrets and ServiceAccounts, whatever Pods use them.
  let facts: ClusterFacts
  /// The registry keys of the Secrets that were read.
  let keys: PodKeys
  /// The images in question.
  let images: [Image]
  /// The containers in question whose image is not a reference.
  let invalidImages: [(container: ContainerImage, error: ImageReference.ParseError)]
  /// What the cluster said of the image of the Pod's sandbox.
  let sandboxReport: PullReport?
  /// The Secrets that the kubelet's Events say it could not retrieve.
  let namesSaidToBeMissing: Set<ExactText>
  /// The positions of the keys under which some image of the Pod finds a password.
  private lazy var usedKeys = Self.usedKeys(of: resolution, keys)
  /// The positions of the keys that some image in question is tried with.
  private let triedKeys: Set<Int>
  /// The Secrets that leave passwords to Docker credential helpers, the first ones.
  let secretsWithHelpers: [PodKeys.Listed]
  /// The makers of listed Secrets that say that they fail, and what they say.
  let failingMakers: [(maker: SecretMaker, failure: ObjectCondition)]
  /// What the other manifests of a repository say; nil for a cluster, of which what is absent is missing.
  let manifests: ManifestSurvey?

  /// An image, and what is known about it from lists and reports.
  struct Image {
    let image: ImageReference
    /// What in the Pod names the image; empty for an image that is none of the Pod's.
    let containers: [ContainerImage]
    /// What the keyring gives, in order, at most ``PodKeys/credentialLimit``.
    let credentials: [Credential]
    /// The places at which the keys' credentials are tried, by the keys' positions.
    let places: [Int: Int]
    /// What the cluster said of the containers.
    let reports: [PullReport]
    /// Whether the image is in use: all containers have it.
    let isInUse: Bool
    /// Whether some credential is tried that could succeed.
    let isCovered: Bool
  }

  /// The context of the Pod's images, or of `wanted`, whether the Pod's or not. `facts` are shared by the
  /// Pods of one report.
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

/// Containers by the images that they name.
private struct ContainerImages {
  private(set) var valid: [(image: ImageReference, containers: [ContainerImage])] = []
  private(set) var invalid: [(container: ContainerImage, error: ImageReference.ParseError)] = []
  private var positions: [ImageReference: Int] = [:]

  init(_ containers: [ContainerImage]) {
    // An empty image is left to others, such as a controller that fills it in.
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

  /// Leaves `wanted` alone, each with the containers that name it.
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

// MARK: - What the cluster said

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
  /// All images of the Pod count here, also when only one is in question.
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

  /// What is wrong in itself with the key at `position`; nil if nothing is, or an image is tried with it.
  func repair(ofKeyAt position: Int) -> KeyRepair? {
    guard !triedKeys.contains(position) else { return nil }
    let key = keys[position]
    return key.listed.facts.repair(at: key.index)
  }

  /// Whether some image of the Pod finds a password under the key at `position`, so that to change
  /// the key would take it away.
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

  /// A sentence that names who makes a Secret or applies it anew, if it is known: an edit of the Secret itself
  /// would not last.
  func makerNote(_ secretName: String) -> SafeText {
    if let maker = index.maker(ofSecret: secretName, in: namespace) {
      return " \(maker.kind) \(word: maker.metadata.name) makes this Secret; fix it there."
    }
    guard let metadata = secret(secretName)?.metadata else { return "" }
    if let note = SecretCopier.note(onCopy: metadata) { return note }
    guard let owner = metadata.ownerReferences.first else {
      return ObjectManager(of: metadata)?.note(on: "this Secret") ?? ""
    }
    return " \(word: owner.kind) \(word: owner.name) makes this Secret; fix it there."
  }

  /// Whether something makes the Secret anew, so that a command that edits it is no help.
  func hasMaker(_ secretName: String) -> Bool { !makerNote(secretName).isEmpty }

  /// Whether the workload has no Pods, and is to have none for now.
  var isIdle: Bool {
    guard case .workload(let workload) = resolution.subject else { return false }
    return pods.isEmpty && (workload.replicas == 0 || workload.isSuspended)
  }

  /// Whether a list that counts names the Secret `name`.
  func lists(_ name: String) -> Bool { listedNames.contains(ExactText(name)) }

  /// The first Secret of the ServiceAccount's list that holds a credential for `image` and that the Pod was not
  /// given.
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

  /// The image that a Secret which is to be made anew is for: the first that lacks a credential.
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
  /// The end of a sentence with the command that shows what the cluster said of the Pod; of a
  /// workload's, one that waits.
  var described: SafeText {
    let waiting = pods.first(where: \.isWaiting)
    let command = Kubectl(namespace).describe(
      waiting == nil ? subjectKind : "Pod", waiting?.name ?? resolution.subject.metadata.name)
    return command.map { ": \($0)" } ?? "."
  }

  /// Deletes the Pod in question, where an owner makes another; nil otherwise.
  var deletingPod: ShellCommand? {
    guard case .pod(let pod) = resolution.subject, pod.metadata.controller != nil else {
      return nil
    }
    return Kubectl(namespace).deletePod(pod.name)
  }
}
