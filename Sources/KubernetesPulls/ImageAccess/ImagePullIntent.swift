import ImagePullCredentials

/// That a kubelet is pulling an image, or was when it ended: a file in `image_manager/pulling`.
public struct ImagePullIntent: Sendable {
  /// The image as the container has it: no tag is added.
  public private(set) var image: String

  /// An intent to pull `image`.
  public init(image: String) { self.image = image }

  /// Decodes the content of a file, of `kubelet.config.k8s.io/v1beta1` or `v1alpha1`.
  ///
  /// - Throws: The first violation for which a kubelet refuses the file. The kubelet reads YAML as
  ///   well, which is an error here: convert it first.
  public init(json: Span<UInt8>) throws(FieldViolation) { self = try Self.decode(json).document }

  /// The content of its file, as a kubelet writes it since 1.35.
  public var json: [UInt8] { encoded }

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
