public import ImagePullCredentials
public import KubernetesPulls

/// Who may use the images on a node: the kubelet's records and its policy.
public struct NodeImageAccess: Sendable {
  /// The kubelet's records.
  public let node: NodeImageRecords
  /// The kubelet's policy.
  public let policy: ImageAccessPolicy
  /// The KubeletConfiguration that the policy is from; nil: none was found, and the policy is the
  /// default.
  public let configurationPath: String?
  /// The images on the node, as far as they are known.
  public let images: [ImagePullRecords.NodeImage]
  /// The runtime's names of the listed images, by each name of an image.
  private var listedIDs: [ExactText: String] = [:]

  /// Where installers put the KubeletConfiguration: kubeadm and others, EKS, GKE. The first counts.
  public static let configurationPaths = [
    "/var/lib/kubelet/config.yaml", "/etc/kubernetes/kubelet/config.json",
    "/etc/kubernetes/kubelet/kubelet-config.json", "/home/kubernetes/kubelet-config.yaml",
  ]

  /// Reads the records and the KubeletConfiguration of a node.
  ///
  /// - Parameters:
  ///   - fileSystem: The node's.
  ///   - images: The images on the node; they say which record belongs to an image, and intents that
  ///     were left behind are handled as by a kubelet that starts.
  ///   - configuration: A KubeletConfiguration of this machine, in JSON or YAML; nil: that of the
  ///     node, from ``configurationPaths``.
  ///   - release: The kubelet's release.
  /// - Throws: ``NodeImageAccessError`` for a configuration that cannot be read, or with which the
  ///   kubelet does not start.
  public init(
    in fileSystem: NodeFileSystem, images: [ImagePullRecords.NodeImage] = [],
    configuration: String? = nil, release: KubeletRelease = .v135
  ) throws(NodeImageAccessError) {
    var fields = ImageAccessPolicy.Configuration()
    let found = try Self.configuration(configuration, in: fileSystem)
    do throws(FieldViolation) {
      if let found {
        let json = try KubeletDocument.json(found.bytes)
        fields = try ImageAccessPolicy.Configuration(kubeletConfiguration: json.span)
      }
    } catch {
      throw NodeImageAccessError(.malformed, path: found?.path ?? "", reason: "\(error)")
    }
    do throws(ImageAccessPolicy.ConfigurationError) {
      policy = try ImageAccessPolicy(fields, release: release)
    } catch {
      throw NodeImageAccessError(
        .rejected, path: found?.path ?? "", reason: "the kubelet does not start with this: \(error)"
      )
    }
    configurationPath = found?.path
    self.images = images
    var node = NodeImageRecords(in: fileSystem)
    node.records.start(withImages: images, release: release)
    self.node = node
    for image in images {
      for name in ([image.id] + image.repoTags + image.repoDigests).map(ExactText.init) {
        listedIDs[name] = listedIDs[name] ?? image.id
      }
    }
  }

  private static func configuration(
    _ path: String?, in fileSystem: NodeFileSystem
  ) throws(NodeImageAccessError) -> (path: String, bytes: [UInt8])? {
    do throws(FileReadingError) {
      if let path { return (path, try NodeFileSystem.host.read(path)) }
      for path in configurationPaths {
        do throws(FileReadingError) {
          return (path, try fileSystem.read(path))
        } catch {
          if error.code != .missing { throw error }
        }
      }
      return nil
    } catch {
      throw NodeImageAccessError(.unreadable, path: error.path, reason: error.reason)
    }
  }
}

/// Why a kubelet's policy is not known.
public struct NodeImageAccessError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of error.
  public let code: Code
  /// The path of the KubeletConfiguration.
  public let path: String
  /// What is wrong with it.
  public let reason: String

  /// An error about a file.
  ///
  /// - Parameters:
  ///   - code: The kind of error.
  ///   - path: The path of the KubeletConfiguration.
  ///   - reason: What is wrong with it.
  public init(_ code: Code, path: String, reason: String) {
    self.code = code
    self.path = path
    self.reason = reason
  }

  /// The kinds of errors. More may be added.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, of this version or another.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file cannot be read.
    public static let unreadable = Code(rawValue: "unreadable")
    /// The file is not a KubeletConfiguration in JSON or YAML.
    public static let malformed = Code(rawValue: "malformed")
    /// The kubelet does not start with this configuration.
    public static let rejected = Code(rawValue: "rejected")

    /// All codes of this version.
    public static let allCases = [unreadable, malformed, rejected]
  }

  /// Path and reason.
  public var description: String { "\(path): \(reason)".printable }
}

// MARK: - Which record belongs to an image

extension NodeImageAccess {
  /// The runtime's name for an image.
  ///
  /// It is known from the list of images, by any of their names, or else from `imageID` if there is a record of that. A
  /// record does not say under which tag its image was pulled.
  ///
  /// - Parameters:
  ///   - image: The image as a container names it.
  ///   - imageID: The `imageID` of the container's status; empty if there is none.
  /// - Returns: The runtime's name; nil if it is not known. The image may not be on the node then.
  public func imageRef(of image: String, imageID: String = "") -> String? {
    if let id = listedIDs[ExactText(image)] { return id }
    if let reference = try? ImageReference(image) {
      let isBare = reference.tag == nil && reference.digest == nil
      let name = isBare ? "\(reference):latest" : "\(reference)"
      if let id = listedIDs[ExactText(name)] { return id }
    }
    return (try? node.records.record(forImageRef: imageID))??.imageRef
  }

  /// Decides whether a Pod may use an image of its own.
  ///
  /// - Parameters:
  ///   - image: One of the images of `resolution`.
  ///   - resolution: The Pod, or a future Pod of a workload.
  /// - Returns: The decision; nil for images that are always pulled (`imagePullPolicy` `Always`), and where the
  ///   runtime's name of the image is not known.
  public func decision(
    about image: ContainerImage, of resolution: PullResolution
  ) -> ImageAccessDecision? {
    guard image.pullPolicy != "Always", let imageRef = imageRef(of: image, in: resolution) else {
      return nil
    }
    return node.records.decision(
      forImage: image.image, imageRef: imageRef, policy: policy,
      pod: PodPullIdentity(resolution, image: image.image))
  }

  func imageRef(of image: ContainerImage, in resolution: PullResolution) -> String? {
    var imageID = ""
    if case .pod(let pod) = resolution.subject {
      imageID = pod.status.containers.first { $0.name.hasSameBytes(as: image.name) }?.imageID ?? ""
    }
    return imageRef(of: image.image, imageID: imageID)
  }
}

extension PodPullIdentity {
  /// What a kubelet finds about a Pod. Whether a plugin gives a credential for a token of its
  /// ServiceAccount is not known here, only that one did once, if that is recorded.
  init(_ resolution: PullResolution, image: String) {
    if let refusal = resolution.refusal {
      self = .unavailable(error: "\(refusal.error)")
      return
    }
    let account = resolution.serviceAccount.map {
      PullIdentity(
        uid: $0.metadata.uid ?? "", namespace: $0.metadata.namespace, name: $0.metadata.name)
    }
    let reference = try? ImageReference(image)
    self.init(
      credentials: reference.map { Array(resolution.credentials(for: $0)) } ?? [],
      serviceAccount: account)
  }
}

// MARK: - Who may use an image

extension NodeImageAccess {
  /// Who may use an image of the node without the registry being asked.
  public struct Entry: Sendable, Hashable {
    /// The image, as the runtime or the record names it; empty for a record that has no name.
    public let image: String
    /// The runtime's name for it.
    public let imageRef: String
    /// The rule that decides, for a Pod without credentials of its own.
    public let rule: ImageAccessDecision.Rule
    /// The Secrets and ServiceAccounts that may; none where everyone may, or nobody.
    public let recorded: ImagePulledRecord.Credentials

    /// Whether all Pods may.
    public var isForEveryone: Bool { !ImageAccessDecision(rule).mustPull }
    /// Whether no Pod may.
    public var isForNobody: Bool {
      !isForEveryone && recorded.secrets.isEmpty && recorded.serviceAccounts.isEmpty
    }
  }

  /// Who may use the images of the node: each under each of its names, in the byte order of these.
  ///
  /// These are the images that were listed, by their tags or else digests, and those of records. Of an image that is
  /// not listed only the name without tag and digest is known.
  ///
  /// - Complexity: O(n log n), n being the number of names.
  public func entries() -> [Entry] {
    var entries: [Entry] = []
    for image in images {
      for name in image.repoTags.isEmpty ? image.repoDigests : image.repoTags {
        entries.append(entry(for: name, imageRef: image.id))
      }
    }
    let listed = Set(images.map { ExactText($0.id) })
    for record in node.records.records where !listed.contains(ExactText(record.imageRef)) {
      for named in record.credentialMapping {
        entries.append(entry(for: named.name, imageRef: record.imageRef))
      }
      if record.credentialMapping.isEmpty {
        entries.append(
          Entry(image: "", imageRef: record.imageRef, rule: .nobodyRecorded, recorded: .init()))
      }
    }
    return entries.sorted { one, other in
      one.image.hasSameBytes(as: other.image)
        ? one.imageRef.precedes(other.imageRef) : one.image.precedes(other.image)
    }
  }

  /// Who may use one image: one entry if the image is listed, or else one for each record of its name, whatever the tag.
  ///
  /// - Parameter image: The image as a container names it.
  /// - Returns: The entries; none if the image is not known.
  public func entries(for image: String) -> [Entry] {
    if let imageRef = imageRef(of: image) { return [entry(for: image, imageRef: imageRef)] }
    guard images.isEmpty, let name = try? policy.release.recordedName(of: image) else { return [] }
    return node.records.records.filter { $0[name] != nil }
      .map { entry(for: image, imageRef: $0.imageRef) }
  }

  func entry(for image: String, imageRef: String) -> Entry {
    let decision = node.records.decision(
      forImage: image, imageRef: imageRef, policy: policy, pod: .none)
    var recorded = ImagePulledRecord.Credentials()
    if decision.rule == .notAmongRecorded,
      let record = (try? node.records.record(forImageRef: imageRef)) ?? nil,
      let name = try? policy.release.recordedName(of: image)
    {
      recorded = record[name] ?? recorded
    }
    return Entry(image: image, imageRef: imageRef, rule: decision.rule, recorded: recorded)
  }
}
