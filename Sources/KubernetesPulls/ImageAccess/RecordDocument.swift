import ImagePullCredentials

/// A document in the kubelet's directory `image_manager`: an intent or a record.
///
/// It is read as by the kubelet's strict codecs, and written as by the kubelet.
/// (pkg/kubelet/images/pullmanager/fs_pullrecords.go)
protocol RecordDocument: Sendable {
  static var kind: String { get }
  /// The names of its fields, without `kind` and `apiVersion`.
  static var fields: [String] { get }
  /// The key that determines its file.
  var key: String { get }

  /// A document without any field.
  init()
  /// Reads the value of `field`, which is next.
  mutating func read(_ field: String, from reader: inout StrictReader) throws(JSONError)
  /// Writes all fields.
  func write(to writer: inout JSONWriter)
}

/// The versions of such documents. The kubelet's codecs also accept that of its internal types.
private enum RecordVersion: String, CaseIterable {
  case v1beta1 = "kubelet.config.k8s.io/v1beta1"
  case v1alpha1 = "kubelet.config.k8s.io/v1alpha1"
  case unpublished = "kubelet.config.k8s.io/__internal"
}

extension RecordDocument {
  /// Decodes a document; throws the first violation in it.
  ///
  /// - Returns: The document, and whether it has the version that kubelets write.
  static func decode(
    _ bytes: Span<UInt8>
  ) throws(FieldViolation) -> (document: Self, isLatest: Bool) {
    let json = bytes.afterByteOrderMark
    guard json.isJSONObject else {
      throw FieldViolation(.yaml, at: "", "this is no JSON object, so the kubelet reads it as YAML")
    }
    let version = try version(of: json)
    var document = Self()
    var reader = StrictReader(json, names: version == .unpublished ? .go : .published)
    do throws(JSONError) {
      try document.read(from: &reader)
    } catch {
      throw FieldViolation(error, in: json)
    }
    if let violation = reader.violations.first { throw violation }
    return (document, version == .v1beta1)
  }

  private static func version(
    of json: Span<UInt8>
  ) throws(FieldViolation) -> RecordVersion {
    let meta: TypeMeta
    do throws(JSONError) {
      meta = try TypeMeta(json)
    } catch {
      throw FieldViolation(error, in: json)
    }
    guard meta.kind.hasSameBytes(as: kind) else {
      throw FieldViolation(.wrongKind, at: "kind", offset: meta.kindOffset, "kind must be \(kind)")
    }
    let version = RecordVersion.allCases.first { $0.rawValue.hasSameBytes(as: meta.apiVersion) }
    guard let version else {
      throw FieldViolation(
        .wrongAPIVersion, at: "apiVersion", offset: meta.apiVersionOffset,
        "apiVersion must be \(RecordVersion.v1beta1.rawValue), or v1alpha1 of the same group")
    }
    return version
  }

  private mutating func read(from reader: inout StrictReader) throws(JSONError) {
    guard var object = try reader.beginObject(fields: ["kind", "apiVersion"] + Self.fields)
    else { return }
    while let field = try reader.nextField(&object) {
      if Self.fields.contains(field) {
        try read(field, from: &reader)
      } else {
        _ = try reader.string()
      }
    }
    try reader.expectEnd()
  }

  /// The content of its file: compact JSON as Go writes it, and a line feed.
  var encoded: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("kind")
    writer.string(Self.kind)
    writer.name("apiVersion")
    writer.string(RecordVersion.v1beta1.rawValue)
    write(to: &writer)
    writer.endObject()
    return writer.bytes + [UInt8(ascii: "\n")]
  }
}

/// The kubelet's names for the files.
enum RecordFileName {
  private static let prefix = "sha256-"
  private static let unfinished = ".tmp"

  static func name(ofKey key: String) -> String {
    var hash = SHA256()
    hash.update(key.utf8.span)
    return prefix + hash.finalize().hexadecimal
  }

  /// Whether the kubelet lists a file with this name. Other files are not its own, or are
  /// incomplete.
  static func isListed(_ name: String) -> Bool {
    name.utf8.starts(with: prefix.utf8)
      && !name.utf8.suffix(unfinished.utf8.count).elementsEqual(unfinished.utf8)
  }
}

// MARK: - Intents

/// An image that a kubelet is pulling, or was when it stopped: a file in `image_manager/pulling`.
public struct ImagePullIntent: Sendable {
  /// The image as written in the container: no tag is added.
  public private(set) var image: String

  /// An intent to pull `image`.
  ///
  /// - Parameter image: the image as written in the container.
  public init(image: String) { self.image = image }

  /// Decodes the content of a file, of `kubelet.config.k8s.io/v1beta1` or `v1alpha1`.
  ///
  /// - Parameter json: the file's content.
  /// - Throws: The first violation for which a kubelet rejects the file. The kubelet also reads
  ///   YAML, which is an error here: convert it first.
  public init(json: Span<UInt8>) throws(FieldViolation) { self = try Self.decode(json).document }

  /// The content of its file, as kubelets since 1.35 write it.
  ///
  /// - Returns: JSON text in UTF-8.
  public func encodeJSON() -> [UInt8] { encoded }

  /// The name of its file.
  public var fileName: String { RecordFileName.name(ofKey: image) }
}

extension ImagePullIntent: Hashable {
  /// Whether the images have the same bytes.
  public static func == (one: Self, other: Self) -> Bool { one.image.hasSameBytes(as: other.image) }

  /// Feeds the image's bytes into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: image) }
}

extension ImagePullIntent: RecordDocument {
  static let kind = "ImagePullIntent"
  static let fields = ["image"]
  var key: String { image }

  init() { self.init(image: "") }

  mutating func read(_ field: String, from reader: inout StrictReader) throws(JSONError) {
    image = try reader.string() ?? ""
  }

  func write(to writer: inout JSONWriter) {
    writer.name("image")
    writer.string(image)
  }
}
