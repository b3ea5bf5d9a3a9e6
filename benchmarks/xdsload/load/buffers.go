package main

import (
	"math/bits"
	"sync"
)

// buffers holds, by size, memory in which messages are received and frames put together: a client that hears nothing holds none.
var buffers [512]sync.Pool

// sizeClass rounds up to one of eight sizes between two powers of two.
func sizeClass(size int) (class, rounded int) {
	size = max(size, 4<<10)
	shift := bits.Len(uint(size-1)) - 4
	eighths := (size-1)>>shift + 1
	return shift*8 + eighths - 8, eighths << shift
}

func buffer(size int) []byte {
	class, rounded := sizeClass(size)
	if b, ok := buffers[class].Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return make([]byte, 0, rounded)
}

func recycle(b []byte) {
	if class, rounded := sizeClass(cap(b)); rounded == cap(b) {
		buffers[class].Put(&b)
	}
}
