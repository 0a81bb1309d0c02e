import ImagePullCredentials
import KubernetesPulls

/// What the rules of diagnosis look at: one image of a Pod or workload.
struct ImageContext {
  let pod: PodContext
  private let facts: PodContext.Image
  /// The keys that are tried, or that could be meant for the image, compared with it.
  let trials: [Trial]

  /// A key of the Pod and how it compares with the image.
  struct Trial {
    /// The key's position in ``PodContext/keys``.
    let position: Int
    let trial: KeyTrial
  }

  init(_ facts: PodContext.Image, of pod: PodContext) {
    self.pod = pod
    self.facts = facts
    let image = facts.image
    trials =
      pod.resolution.refusal == nil
      ? pod.keys.positions(near: image.registry, tried: facts.places.keys).map { position in
        let key = pod.keys[position]
        return Trial(
          position: position,
          trial: KeyTrial(key, with: image.name, place: facts.places[position]))
      } : []
  }

  var image: ImageReference { facts.image }
  /// What in the Pod names the image; empty for an image that is none of the Pod's.
  var containers: [ContainerImage] { facts.containers }
  /// What the keyring gives, in order.
  var credentials: [Credential] { facts.credentials }
  /// What the cluster said of the containers.
  var reports: [PullReport] { facts.reports }
  /// Whether the image is in use: all containers have it.
  var isInUse: Bool { facts.isInUse }
  /// Whether some credential is tried that could succeed.
  var isCovered: Bool { facts.isCovered }

  /// The image's registry, as a key would name it.
  var registry: String { image.registry }
}

// MARK: - How much things matter

extension ImageContext {
  /// How much a claim matters for this image.
  func severity(of weight: Claim.Weight) -> Finding.Severity {
    switch weight {
    case .absence: severityOfAbsence
    // Who runs was let in with it, or had the image before.
    case .suspicion: hasFailure(.refused) ? .willFail : isInUse ? .worthKnowing : .mayFail
    case .exactly(let severity): severity
    }
  }

  /// How much it matters that a credential is not tried which should be.
  private var severityOfAbsence: Finding.Severity {
    guard !isCovered else { return .worthKnowing }
    return hasFailure(.refused) ? .willFail : .mayFail
  }
}

// MARK: - Credentials

extension ImageContext {
  /// The credentials in the order tried, each once, with the positions of their keys.
  var keyCredentials: [(position: Int, credential: Credential)] {
    facts.places.sorted { $0.value < $1.value }.compactMap { position, place in
      facts.credentials.indices.contains(place) ? (position, facts.credentials[place]) : nil
    }
  }
}
