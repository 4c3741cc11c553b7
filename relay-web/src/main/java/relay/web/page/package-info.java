/** Lists in pages: a limit, an opaque cursor that stays valid while rows come and go, and where the next page begins. */
package relay.web.page;
