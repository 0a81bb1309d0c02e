public import ImagePullCredentials

/// The intents and records of a kubelet, as in its memory after reading its directory.
///
/// ```swift
/// var records = ImagePullRecords(pulled: filesOfPulled, pulling: filesOfPulling)
/// records.start(withImages: imagesOnTheNode)
/// records.decision(forImage: "nginx:1.27", imageRef: "sha256:…", policy: policy, pod: .none)
/// ```
public struct ImagePullRecords: Sendable {
  private(set) var pulled: RecordDirectory<ImagePulledRecord>
  private(set) var pulling: RecordDirectory<ImagePullIntent>

  /// A file in a directory.
  public struct File: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its content: a JSON document. The kubelet also reads YAML, which you have to convert.
    public var json: [UInt8]

    /// A file's name and content.
    ///
    /// - Parameters:
    ///   - name: the file's name, without its directory.
    ///   - json: its content.
    public init(name: String, json: [UInt8]) {
      self.name = name
      self.json = json
    }
  }

  /// A file that the kubelet cannot read either.
  public struct UnreadableFile: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Why.
    public let violation: FieldViolation
  }

  /// Decodes all files of both directories; files that are not the kubelet's are skipped.
  ///
  /// - Parameters:
  ///   - pulled: the files of `image_manager/pulled`.
  ///   - pulling: the files of `image_manager/pulling`.
  /// - Complexity: O(size of the files).
  public init(pulled: [File] = [], pulling: [File] = []) {
    self.pulled = RecordDirectory(pulled)
    self.pulling = RecordDirectory(pulling)
  }

  /// Whether a kubelet reads a file with this name.
  package static func isListed(_ name: String) -> Bool { RecordFileName.isListed(name) }

  /// The records, in the byte order of their `imageRef`.
  public var records: [ImagePulledRecord] { pulled.documents }
  /// The intents, in the byte order of their images.
  public var intents: [ImagePullIntent] { pulling.documents }
  /// Files in `pulled` that are not records, in the order of their names.
  public var unreadableRecords: [UnreadableFile] { pulled.unreadable }
  /// Files in `pulling` that are not intents, in the order of their names.
  public var unreadableIntents: [UnreadableFile] { pulling.unreadable }

  /// The record of the image that the runtime calls `imageRef`; nil if there is none.
  ///
  /// - Parameter imageRef: the runtime's name of the image.
  /// - Returns: the record; nil if there is none.
  /// - Throws: Why the record's file cannot be read.
  public func record(forImageRef imageRef: String) throws(FieldViolation) -> ImagePulledRecord? {
    try pulled.document(forKey: imageRef)
  }

  /// Whether there is an intent to pull `image`.
  ///
  /// - Parameter image: the image as written in the container.
  /// - Returns: whether there is one.
  /// - Throws: Why the intent's file cannot be read.
  public func hasIntent(forImage image: String) throws(FieldViolation) -> Bool {
    try pulling.document(forKey: image) != nil
  }
}

// MARK: - The start of a kubelet

extension ImagePullRecords {
  /// An image on the node, as the container runtime lists it.
  public struct NodeImage: Sendable, Hashable {
    /// The runtime's name: an ``ImagePulledRecord/imageRef``.
    public var id: String
    /// Its names with tags.
    public var repoTags: [String]
    /// Its names with digests.
    public var repoDigests: [String]

    /// An image with its names.
    ///
    /// - Parameters:
    ///   - id: the runtime's name of the image.
    ///   - repoTags: its names with tags.
    ///   - repoDigests: its names with digests.
    public init(id: String, repoTags: [String] = [], repoDigests: [String] = []) {
      self.id = id
      self.repoTags = repoTags
      self.repoDigests = repoDigests
    }
  }

  /// Handles leftover intents as a kubelet does when it starts.
  ///
  /// If an image is on the node under exactly the name of an intent, it was pulled: it gets a record
  /// without credentials unless it has one, and the intent is removed. Other intents are kept, and if
  /// any intent cannot be read, all are. (Kubernetes:
  /// pkg/kubelet/images/pullmanager/image_pull_manager.go, `initialize`.)
  ///
  /// - Parameters:
  ///   - images: the images on the node.
  ///   - release: the kubelet's release.
  ///   - time: the time of the start; nil leaves the time out of the records.
  /// - Complexity: O(number of the images' names).
  public mutating func start(
    withImages images: [NodeImage], release: KubeletRelease = .v135, at time: Timestamp? = nil
  ) {
    guard unreadableIntents.isEmpty else { return }
    for image in images {
      for name in image.repoTags + image.repoDigests {
        // Invalid references cannot be recorded, so the intent is kept.
        guard (try? hasIntent(forImage: name)) == true, (try? release.recordedName(of: name)) != nil
        else { continue }
        if readableRecord(forImageRef: image.id) == nil {
          pulled.keep(ImagePulledRecord(imageRef: image.id, lastUpdatedTime: time))
        }
        pulling.remove(forKey: name)
      }
    }
  }

  /// The record, if it can be read. If a kubelet has something to write, it overwrites an unreadable
  /// record.
  private func readableRecord(forImageRef imageRef: String) -> ImagePulledRecord? {
    do throws(FieldViolation) {
      return try record(forImageRef: imageRef)
    } catch {
      return nil
    }
  }
}

// MARK: - Pulls

extension ImagePullRecords {
  /// Records a pull as a kubelet does: who may use the image from now on. The intent is removed.
  ///
  /// - Parameters:
  ///   - image: The image as written in the container.
  ///   - imageRef: The runtime's name of the image.
  ///   - credential: The credential of the pull.
  ///   - release: The kubelet's release.
  ///   - time: The time of the pull.
  /// - Returns: The image's record, if it changed.
  /// - Throws: Why the image is not a reference; then it cannot be pulled.
  @discardableResult
  public mutating func recordPull(
    of image: String, imageRef: String, with credential: ImagePullCredential,
    release: KubeletRelease = .v135, at time: Timestamp? = nil
  ) throws(ImageReference.ParseError) -> ImagePulledRecord? {
    let name = try release.recordedName(of: image)
    pulling.remove(forKey: image)
    var record = readableRecord(forImageRef: imageRef) ?? ImagePulledRecord(imageRef: imageRef)
    guard record.merge(credential, forName: name) else { return nil }
    record.lastUpdatedTime = time
    pulled.keep(record)
    return record
  }
}

// MARK: - Directories

/// The documents of one directory, found as the kubelet finds them.
///
/// When it starts, it reads all files into memory, which identifies documents by their content,
/// whatever the file's name. If a document is not there, it reads the file with the key's name.
/// (pkg/kubelet/images/pullmanager: mem_pullrecords.go since 1.34, fs_pullrecords.go.)
struct RecordDirectory<Document: RecordDocument> {
  private var documentsByKey: [[UInt8]: Document] = [:]
  /// The files that cannot be read, in the order of their names.
  private(set) var unreadable: [ImagePullRecords.UnreadableFile] = []
  private var violationsByName: [[UInt8]: FieldViolation] = [:]

  init(_ files: [ImagePullRecords.File]) {
    let listed = files.filter { RecordFileName.isListed($0.name) }
    // Of several documents with the same key, the kubelet keeps that of the last file.
    for file in listed.sorted(by: { $0.name.precedes($1.name) }) {
      do throws(FieldViolation) {
        let document = try Document.decode(file.json.span).document
        documentsByKey[Array(document.key.utf8)] = document
      } catch {
        unreadable.append(.init(name: file.name, violation: error))
        violationsByName[Array(file.name.utf8)] = error
      }
    }
  }

  /// All documents, in the byte order of their keys.
  var documents: [Document] { documentsByKey.values.sorted { $0.key.precedes($1.key) } }

  func document(forKey key: String) throws(FieldViolation) -> Document? {
    if let document = documentsByKey[Array(key.utf8)] { return document }
    guard !violationsByName.isEmpty else { return nil }
    let name = Array(RecordFileName.name(ofKey: key).utf8)
    if let violation = violationsByName[name] { throw violation }
    return nil
  }

  /// Stores a document; it replaces one with the same key, and an unreadable file.
  mutating func keep(_ document: Document) {
    documentsByKey[Array(document.key.utf8)] = document
    guard !violationsByName.isEmpty else { return }
    let name = RecordFileName.name(ofKey: document.key)
    if violationsByName.removeValue(forKey: Array(name.utf8)) != nil {
      unreadable.removeAll { $0.name.hasSameBytes(as: name) }
    }
  }

  mutating func remove(forKey key: String) { documentsByKey[Array(key.utf8)] = nil }
}
