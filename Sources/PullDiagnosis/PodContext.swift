import ImagePullCredentials

/// What the rules of diagnosis look at that is the same for all images of a Pod or workload. Made
/// once for them all, so that many images do not take quadratic time.
struct PodContext {
  let resolution: PullResolution
  let index: Cluster
  let now: Timestamp
  /// What an operator edits.
  let target: EditTarget
  /// The Pod itself; of a workload, the first few Pods.
  let pods: [Pod]
  /// What the cluster said, by what it said it of.
  private let states: [ContainerImage: ContainerState]
  private let usedKeys: Set<KeyName>
  /// What is wrong with keys in themselves, for those that have a known flaw.
  private let repairs: [KeyName: KeyRepair]
  /// The Secrets that the kubelet's Events say it could not retrieve.
  let namesSaidToBeMissing: Set<String>

  init(_ resolution: PullResolution, index: Cluster, now: Timestamp) {
    self.resolution = resolution
    self.index = index
    self.now = now
    target = EditTarget(resolution.subject, in: index.objects)
    pods =
      switch resolution.subject {
      case .pod(let pod): [pod]
      case .workload(let workload): index.pods(of: workload, limit: Self.podLimit)
      }
    states = Self.states(of: pods, index)
    usedKeys = Self.usedKeys(of: resolution)
    repairs = Self.repairs(of: resolution)
    namesSaidToBeMissing =
      if case .pod(let pod) = resolution.subject {
        Set(index.events(about: pod).flatMap(\.missingSecretNames))
      } else {
        []
      }
  }

  /// How many Pods of a workload are listened to: they all say the same.
  private static let podLimit = 16
}

// MARK: - What the cluster said

extension PodContext {
  /// What the cluster said of one container and the image that it has now. A Pod of an earlier
  /// template says nothing of a later one's images.
  private static func states(
    of pods: [Pod], _ index: Cluster
  ) -> [ContainerImage: ContainerState] {
    var states: [ContainerImage: ContainerState] = [:]
    for pod in pods {
      let said = ContainerState.all(of: pod, events: index.events(about: pod))
      for image in pod.spec.images {
        states[image.withoutPolicy, default: ContainerState()]
          .merge(said[image.name] ?? .silent(in: pod))
      }
    }
    return states
  }

  /// What was said of `containers`, each report once.
  func reports(of containers: [ContainerImage]) -> [PullReport] {
    var seen: Set<PullReport> = []
    return containers.flatMap { states[$0.withoutPolicy]?.reports ?? [] }
      .filter { seen.insert($0).inserted }
  }

  /// Whether all of `containers` have their image, and run or ran with it.
  func areInUse(_ containers: [ContainerImage]) -> Bool {
    !containers.isEmpty
      && containers.allSatisfy { container in
        states[container.withoutPolicy].map { $0.isInUse && !$0.isMissing } ?? false
      }
  }
}

// MARK: - Keys in use

extension PodContext {
  /// A registry key of a Secret.
  private struct KeyName: Hashable {
    let secret: String
    let key: String
  }

  private static func usedKeys(of resolution: PullResolution) -> Set<KeyName> {
    var keys: Set<KeyName> = []
    for container in resolution.images {
      guard let image = try? ImageReference(container.image) else { continue }
      for credential in resolution.credentials(for: image) where credential.hasPassword {
        guard case .secret(_, let name, _, _) = credential.source else { continue }
        keys.insert(KeyName(secret: name, key: credential.registryKey))
      }
    }
    return keys
  }

  private static func repairs(of resolution: PullResolution) -> [KeyName: KeyRepair] {
    var repairs: [KeyName: KeyRepair] = [:]
    for reference in resolution.references {
      guard case .read(let config) = reference.outcome, let name = reference.item.name else {
        continue
      }
      for entry in config.entries {
        repairs[KeyName(secret: name, key: entry.registryKey)] = KeyRepair(of: entry.registryKey)
      }
    }
    return repairs
  }

  /// What is wrong with the key in itself, whatever the image; nil if no flaw is known.
  func repair(of trial: KeyTrial) -> KeyRepair? {
    repairs[KeyName(secret: trial.secretName, key: trial.entry.registryKey)]
  }

  /// Whether some image of the Pod finds a password under the key, so that to change the key would
  /// take it away.
  func isInUse(_ trial: KeyTrial) -> Bool {
    usedKeys.contains(KeyName(secret: trial.secretName, key: trial.entry.registryKey))
  }
}

extension ContainerImage {
  /// The container without its pull policy, which the API server writes into a Pod and which may
  /// be missing in a manifest of the same.
  fileprivate var withoutPolicy: ContainerImage {
    var container = self
    container.pullPolicy = nil
    return container
  }
}

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
