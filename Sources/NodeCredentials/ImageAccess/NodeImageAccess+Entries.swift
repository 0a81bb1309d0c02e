public import ImagePullCredentials
public import KubernetesPulls

extension NodeImageAccess {
  /// Who may use an image of the node without the registry being asked.
  public struct Entry: Sendable, Hashable {
    /// The image, as the runtime or the record names it; empty for a record that has no name.
    public let image: String
    /// What the runtime calls it.
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
  /// These are the images that were listed, by their tags or else digests, and those of records. Of an image that is not listed only
  /// the name without tag and digest is known.
  ///
  /// - Complexity: O(n log n), n being the number of names.
  public func entries() -> [Entry] {
    var entries: [Entry] = []
    for image in images {
      for name in image.repoTags.isEmpty ? image.repoDigests : image.repoTags {
        entries.append(entry(for: name, imageRef: image.id))
      }
    }
    let listed = Set(images.map { Array($0.id.utf8) })
    for record in node.records.records where !listed.contains(Array(record.imageRef.utf8)) {
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

  /// Who may use one image, named as in a container: one entry if the image is listed, or else one
  /// for each record that has its name, whichever tag that is of.
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
