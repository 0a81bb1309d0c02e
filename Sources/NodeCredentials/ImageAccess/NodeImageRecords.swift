import ImagePullCredentials
public import KubernetesPulls

/// The records of image pulls of a node: the directory `image_manager` of its kubelet, read once.
///
/// ```swift
/// let node = NodeImageRecords(in: NodeFileSystem(root: "/mnt/node"))
/// node.records.decision(forImage: image, imageRef: id, policy: policy, pod: .none)
/// for file in node.oddFiles { print(file) }
/// ```
///
/// Files are JSON or YAML. Links are not followed. At most ``maximumFileCount`` of each directory are
/// read, and ``maximumFileSize`` bytes of each file.
public struct NodeImageRecords: Sendable {
  /// The records and intents.
  public var records: ImagePullRecords
  /// Whether the kubelet has the directory at all.
  public let exists: Bool
  /// Files in the directory that a kubelet does not leave like this, in the order of the paths.
  public let oddFiles: [OddFile]

  /// How many files of a directory are read: 10,000, more than a node has images.
  public static let maximumFileCount = 10_000
  /// The largest file that is read: 1 MiB. A record has a few hundred bytes for each Secret.
  public static let maximumFileSize = 1 << 20

  /// A file, or a directory, that the kubelet does not read, or does not leave like this.
  public struct OddFile: Sendable, Hashable, CustomStringConvertible {
    /// Where it is, below the node's root.
    public let path: String
    /// What is odd about it.
    public let reason: String

    /// Path and reason on one line.
    public var description: String { "\(path): \(reason)".printable }
  }

  /// Whether a node's kubelet keeps records. Does not read them.
  ///
  /// - Parameters:
  ///   - fileSystem: The node's.
  ///   - kubeletRoot: The kubelet's `--root-dir`.
  /// - Returns: Whether there is a directory of records.
  public static func exist(
    in fileSystem: NodeFileSystem, kubeletRoot: String = "/var/lib/kubelet"
  ) -> Bool {
    let path = NodePath.join(NodePath.join(kubeletRoot, "image_manager"), "pulled")
    return (try? fileSystem.files(inDirectory: path, limit: 0, maximumSize: 0)) != nil
  }

  /// Reads the directory `image_manager` in `kubeletRoot` of a node's file system.
  ///
  /// Blocks while files are read. Unreadable files are in ``oddFiles``.
  ///
  /// - Parameters:
  ///   - fileSystem: The node's.
  ///   - kubeletRoot: The kubelet's `--root-dir`.
  public init(in fileSystem: NodeFileSystem = .host, kubeletRoot: String = "/var/lib/kubelet") {
    let directory = NodePath.join(kubeletRoot, "image_manager")
    var reader = Reader(fileSystem: fileSystem)
    let pulled = reader.files(inDirectory: NodePath.join(directory, "pulled"))
    let pulling = reader.files(inDirectory: NodePath.join(directory, "pulling"))
    records = ImagePullRecords(pulled: pulled, pulling: pulling)
    exists = reader.exists
    reader.add(records.unreadableRecords, in: NodePath.join(directory, "pulled"))
    reader.add(records.unreadableIntents, in: NodePath.join(directory, "pulling"))
    oddFiles = reader.oddFiles.sorted { $0.path.precedes($1.path) }
  }
}

/// Reads directories, and records odd files.
private struct Reader {
  let fileSystem: NodeFileSystem
  var oddFiles: [NodeImageRecords.OddFile] = []
  var exists = false

  mutating func files(inDirectory path: String) -> [ImagePullRecords.File] {
    do throws(FileReadingError) {
      let (entries, isComplete) = try fileSystem.files(
        inDirectory: path, limit: NodeImageRecords.maximumFileCount,
        maximumSize: NodeImageRecords.maximumFileSize)
      exists = true
      if !isComplete {
        note(path, "only the first \(NodeImageRecords.maximumFileCount) files are read")
      }
      return entries.compactMap { file($0, in: path) }
    } catch {
      if error.code == .missing { return [] }
      note(path, error.reason)
      return []
    }
  }

  private mutating func file(
    _ entry: NodeFileSystem.DirectoryEntry, in directory: String
  ) -> ImagePullRecords.File? {
    let path = NodePath.join(directory, entry.name)
    guard ImagePullRecords.isListed(entry.name) else {
      note(path, "a kubelet does not read a file of this name")
      return nil
    }
    switch entry.content {
    case .success(let bytes):
      // Text that is not YAML either stays unchanged, and fails to decode later.
      let json = (try? KubeletDocument.json(bytes)) ?? bytes
      return ImagePullRecords.File(name: entry.name, json: json)
    case .failure(let error):
      note(
        path,
        error.code == .tooLarge
          ? "larger than \(NodeImageRecords.maximumFileSize) bytes, so it is not read"
          : error.reason)
      return nil
    }
  }

  mutating func add(_ files: [ImagePullRecords.UnreadableFile], in directory: String) {
    for file in files {
      note(
        NodePath.join(directory, file.name),
        "the kubelet cannot read it, so it asks the registry: \(file.violation)")
    }
  }

  private mutating func note(_ path: String, _ reason: String) {
    oddFiles.append(.init(path: path, reason: reason))
  }
}

// MARK: - The images that the runtime lists

extension ImagePullRecords.NodeImage {
  /// The images in the output of `crictl images -o json`.
  ///
  /// - Parameter json: The output of the command.
  /// - Returns: The images, in its order.
  /// - Throws: A violation with code ``FieldViolation/Code/invalidJSON`` and the offset, if `json` is not such a list.
  public static func list(crictl json: Span<UInt8>) throws(FieldViolation) -> [Self] {
    var images: [Self] = []
    do throws(JSONError) {
      var reader = JSONReader(json)
      var members = try reader.beginObject()
      while let name = try reader.nextName(&members) {
        guard reader.equals(name, "images"), try reader.kind() == .array else {
          try reader.skipValue()
          continue
        }
        var elements = try reader.beginArray()
        while try reader.nextElement(&elements) { images.append(try image(&reader)) }
      }
      try reader.expectEnd()
    } catch {
      throw FieldViolation(error, in: json)
    }
    return images
  }

  private static func image(_ reader: inout JSONReader) throws(JSONError) -> Self {
    var image = Self(id: "")
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      if reader.equals(name, "id"), try reader.kind() == .string {
        image.id = reader.text(try reader.string())
      } else if reader.equals(name, "repoTags"), try reader.kind() == .array {
        image.repoTags = try texts(&reader)
      } else if reader.equals(name, "repoDigests"), try reader.kind() == .array {
        image.repoDigests = try texts(&reader)
      } else {
        try reader.skipValue()
      }
    }
    return image
  }

  private static func texts(_ reader: inout JSONReader) throws(JSONError) -> [String] {
    var texts: [String] = []
    var elements = try reader.beginArray()
    while try reader.nextElement(&elements) { texts.append(reader.text(try reader.string())) }
    return texts
  }
}
