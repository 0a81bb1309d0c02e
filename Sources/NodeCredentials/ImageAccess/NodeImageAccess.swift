public import ImagePullCredentials
public import KubernetesPulls

/// Who may use the images on a node, from the kubelet's records and its policy.
public struct NodeImageAccess: Sendable {
  /// The kubelet's records.
  public let node: NodeImageRecords
  /// The kubelet's policy.
  public let policy: ImageAccessPolicy
  /// The KubeletConfiguration with the policy; nil if none was found, and the policy is the default.
  public let configurationPath: String?
  /// The known images on the node.
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
  ///   - images: The images on the node. They decide which record belongs to an image, and leftover intents are handled
  ///     as by a starting kubelet.
  ///   - configuration: A KubeletConfiguration of this machine, in JSON or YAML; nil for the node's own, from
  ///     ``configurationPaths``.
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

    /// A code by its name, including names unknown to this version.
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
  /// It comes from the list of images, by any of their names, or else from `imageID` if there is a record of that. A
  /// record does not contain the tag that was pulled.
  ///
  /// - Parameters:
  ///   - image: The image as a container names it.
  ///   - imageID: The `imageID` of the container's status; empty if there is none.
  /// - Returns: The runtime's name; nil if it is not known. Then the image may not be on the node.
  public func imageRef(of image: String, imageID: String = "") -> String? {
    if let id = listedIDs[ExactText(image)] { return id }
    if let reference = try? ImageReference(image) {
      let isBare = reference.tag == nil && reference.digest == nil
      let name = isBare ? "\(reference):latest" : "\(reference)"
      if let id = listedIDs[ExactText(name)] { return id }
    }
    return (try? node.records.record(forImageRef: imageID))??.imageRef
  }

  /// Decides whether a Pod may use one of its images.
  ///
  /// - Parameters:
  ///   - image: One of the images of `resolution`.
  ///   - resolution: The Pod, or a future Pod of a workload.
  /// - Returns: The decision; nil for images that are always pulled (`imagePullPolicy` `Always`), and if the runtime's
  ///   name of the image is not known.
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
  /// What a kubelet knows about a Pod. Whether a plugin returns a credential for a token of its ServiceAccount is not
  /// known here, only that one did, if that is recorded.
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
  /// Who may use an image on the node without a pull.
  public struct Entry: Sendable, Hashable {
    /// The image's name in the runtime or the record; empty for a record without a name.
    public let image: String
    /// The runtime's name for it.
    public let imageRef: String
    /// The rule for a Pod without its own credentials.
    public let rule: ImageAccessDecision.Rule
    /// The allowed Secrets and ServiceAccounts; empty if everyone may use the image, or nobody.
    public let recorded: ImagePulledRecord.Credentials

    /// Whether all Pods may use it.
    public var isForEveryone: Bool { !ImageAccessDecision(rule).mustPull }
    /// Whether no Pod may use it.
    public var isForNobody: Bool {
      !isForEveryone && recorded.secrets.isEmpty && recorded.serviceAccounts.isEmpty
    }
  }

  /// Who may use the images of the node: one entry for each name of each image, in the byte order of the names.
  ///
  /// These are the listed images, by their tags or else digests, and the recorded ones. For an image that is not
  /// listed, only the name without tag and digest is known.
  ///
  /// - Complexity: O(n log n) in the number of names.
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
  /// - Returns: The entries; empty if the image is not known.
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
