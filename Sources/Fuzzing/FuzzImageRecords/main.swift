import ImagePullCredentialsTesting

/// The entry point of libFuzzer. Built without it, the program has nothing to do.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzTarget.imageRecords.run(start, count: count)
}
